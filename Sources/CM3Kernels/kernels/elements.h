#pragma once
// Stored elements as floats, exactly. Weights of a mapped file may lie at any address, hence the types below.
#include <stdint.h>
#include <string.h>

typedef float unaligned_float __attribute__((aligned(1), may_alias));
typedef uint16_t unaligned_half __attribute__((aligned(1), may_alias));

static inline __attribute__((always_inline)) float bits_as_float(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// bfloat16 is the upper half of a float.
static inline __attribute__((always_inline)) float bfloat16_as_float(uint16_t bits) {
  return bits_as_float((uint32_t)bits << 16);
}

// IEEE binary16 without an instruction for it, and without branches, so that loops of it become vectors: the exponent is
// moved to its place and rescaled by multiplication, which also makes subnormals right; infinities and NaN get theirs.
static inline __attribute__((always_inline)) float float16_by_arithmetic(uint16_t bits) {
  const uint32_t sign = (uint32_t)(bits & 0x8000) << 16;
  const uint32_t magnitude = (uint32_t)(bits & 0x7FFF) << 13;
  const float scaled = bits_as_float(magnitude) * 0x1p112f;
  uint32_t value;
  memcpy(&value, &scaled, sizeof value);
  value |= magnitude >= 0x0F800000 ? 0x7F800000 : 0;
  return bits_as_float(value | sign);
}
