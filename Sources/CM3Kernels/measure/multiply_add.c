// Multiply-adds in registers.
#include "../cpu/kernel_table.h"
#include "../include/m3_measure.h"

#ifdef M3_LEVEL
static size_t M3_AT_LEVEL(multiply_add_peak)(float *sink, size_t rounds) {
  enum { SUMS = 10, STEPS = 8 };  // enough sums in flight to hide the latency, few enough for any level's registers
  floats sums[SUMS];
  for (int i = 0; i < SUMS; i++) sums[i] = all((float)i + *sink);
  floats x = all(0.999f + *sink * 1e-20f), y = all(1e-3f + *sink * 1e-20f);
  for (size_t round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
    for (int step = 0; step < STEPS; step++) {
#pragma clang loop unroll(full)
      for (int i = 0; i < SUMS; i++) sums[i] = sums[i] * x + y;
    }
  }
  floats sum = sums[0];
  for (int i = 1; i < SUMS; i++) sum += sums[i];
  *sink = total(sum);
  return rounds * STEPS * SUMS * M3_LANES * 2;
}
#else
size_t m3_multiply_add_peak(float *sink, size_t rounds) { return m3_kernels()->multiply_add_peak(sink, rounds); }
#endif
