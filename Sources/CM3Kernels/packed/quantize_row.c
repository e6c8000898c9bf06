// A row of x as 8-bit integers.
#include "../cpu/kernel_table.h"
#include "quantize.h"

#ifdef M3_LEVEL
static void M3_AT_LEVEL(quantize_row)(signed char *q, float *scales, int *sums, const void *x, m3_element type,
                                      size_t width) {
  for (size_t start = 0; start < width; start += M3_BLOCK, q += M3_BLOCK) {
    const size_t left = width - start, count = left < M3_BLOCK ? left : M3_BLOCK;
    float values[M3_BLOCK] = {0}, rounded[M3_BLOCK];
    M3_AT_LEVEL(to_float)(values, (const char *)x + start * m3_element_size(type), type, count);
    for (size_t k = 0; k < M3_BLOCK; k++) {
      values[k] = (float_bits(values[k]) & 0x7F800000) == 0x7F800000 ? 0 : values[k];
    }
    const float exact = greatest(values, M3_BLOCK) / 127.0f, scale = exact < 1e-30f ? 0 : exact;
    round_to_scale(rounded, values, M3_BLOCK, scale, -127, 127);
    int sum = 0;
    for (size_t k = 0; k < M3_BLOCK; k++) {
      const int whole = (int)rounded[k];
      q[k] = (signed char)whole;
      sum += whole;
    }
    *scales++ = scale;
    *sums++ = sum;
  }
}
#else
#include <math.h>

void m3_quantize_row(signed char *q, float *scales, int *sums, const void *x, m3_element type, size_t width) {
  m3_kernels()->quantize_row(q, scales, sums, x, type, width);
}

void m3_quantize_row_reference(signed char *q, float *scales, int *sums, const void *x, m3_element type,
                               size_t width) {
  for (size_t b = 0; b * M3_BLOCK < width; b++) {
    float values[M3_BLOCK] = {0}, most = 0;
    for (size_t k = 0; k < M3_BLOCK && b * M3_BLOCK + k < width; k++) {
      const char *at = (const char *)x + (b * M3_BLOCK + k) * m3_element_size(type);
      m3_to_float_reference(values + k, at, type, 1);
      if (!isfinite(values[k])) values[k] = 0;
      most = fmaxf(most, fabsf(values[k]));
    }
    scales[b] = most / 127 < 1e-30f ? 0 : most / 127;
    sums[b] = 0;
    for (size_t k = 0; k < M3_BLOCK; k++) {
      const float inverse = scales[b] != 0 ? 1 / scales[b] : 0;
      q[b * M3_BLOCK + k] = (signed char)rintf(fminf(fmaxf(values[k] * inverse, -127), 127));
      sums[b] += q[b * M3_BLOCK + k];
    }
  }
}
#endif
