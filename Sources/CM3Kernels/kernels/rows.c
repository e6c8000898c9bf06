// Sums of rows.
#include "../cpu/kernel_table.h"

#include <string.h>

#ifdef M3_LEVEL
static void M3_AT_LEVEL(add)(float *restrict x, const float *restrict y, size_t width) {
  for (size_t i = 0; i < width; i++) x[i] += y[i];
}

static void M3_AT_LEVEL(weighted_sum)(float *restrict y, const float *restrict weights, const float *restrict rows,
                                      size_t stride, size_t count, size_t width) {
  enum { LANES = 32 };  // sums of so many columns stay in registers
  size_t i = 0;
  for (; i + LANES <= width; i += LANES) {
    float sum[LANES] = {0};
    for (size_t r = 0; r < count; r++) {
      for (size_t j = 0; j < LANES; j++) sum[j] += weights[r] * rows[r * stride + i + j];
    }
    memcpy(y + i, sum, sizeof sum);
  }
  for (; i < width; i++) {
    float sum = 0;
    for (size_t r = 0; r < count; r++) sum += weights[r] * rows[r * stride + i];
    y[i] = sum;
  }
}
#else
void m3_add(float *x, const float *y, size_t width) { m3_kernels()->add(x, y, width); }

void m3_add_reference(float *x, const float *y, size_t width) {
  for (size_t i = 0; i < width; i++) x[i] = x[i] + y[i];
}

void m3_weighted_sum(float *y, const float *weights, const float *rows, size_t stride, size_t count, size_t width) {
  m3_kernels()->weighted_sum(y, weights, rows, stride, count, width);
}

void m3_weighted_sum_reference(float *y, const float *weights, const float *rows, size_t stride, size_t count,
                               size_t width) {
  for (size_t i = 0; i < width; i++) {
    double sum = 0;
    for (size_t r = 0; r < count; r++) sum += (double)weights[r] * rows[r * stride + i];
    y[i] = (float)sum;
  }
}
#endif
