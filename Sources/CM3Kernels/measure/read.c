// Reading memory.
#include "../include/m3_measure.h"

#include <stdint.h>

typedef uint64_t words __attribute__((vector_size(16), aligned(1), may_alias));

unsigned long m3_read_peak(const void *bytes, size_t count) {
  const unsigned char *from = bytes;
  words sums[8] = {};
  size_t at = 0;
  for (; at + sizeof sums <= count; at += sizeof sums) {
#pragma clang loop unroll(full)
    for (int i = 0; i < 8; i++) sums[i] ^= *(const words *)(const void *)(from + at + 16 * i);
  }
  words sum = sums[0];
  for (int i = 1; i < 8; i++) sum ^= sums[i];
  uint64_t rest = 0;
  for (; at < count; at++) rest = rest << 8 ^ from[at];
  return sum[0] ^ sum[1] ^ rest;
}
