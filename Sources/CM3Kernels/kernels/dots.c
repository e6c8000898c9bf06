// Dot products of inputs with rows of a stored weight.
#include "../cpu/kernel_table.h"
#include "elements.h"

#ifdef M3_LEVEL
// One row of the weight with one input, and with four at once (the row is then read once for all of them). The pragma
// lets the sums be split over vector lanes.
#define M3_DOTS_OF(type, element, as_float)                                                                       \
  static inline float M3_AT_LEVEL(dot_##type)(const element *restrict w, const float *restrict x, size_t depth) { \
    _Pragma("clang fp reassociate(on)") float sum = 0;                                                            \
    for (size_t k = 0; k < depth; k++) sum += as_float(w[k]) * x[k];                                              \
    return sum;                                                                                                   \
  }                                                                                                               \
  static inline void M3_AT_LEVEL(four_dots_##type)(float *y, size_t y_stride, const element *restrict w,          \
                                                   const float *restrict x, size_t x_stride, size_t depth) {      \
    _Pragma("clang fp reassociate(on)") float sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;                             \
    const float *restrict x1 = x + x_stride, *restrict x2 = x1 + x_stride, *restrict x3 = x2 + x_stride;          \
    for (size_t k = 0; k < depth; k++) {                                                                          \
      const float weight = as_float(w[k]);                                                                        \
      sum0 += weight * x[k];                                                                                      \
      sum1 += weight * x1[k];                                                                                     \
      sum2 += weight * x2[k];                                                                                     \
      sum3 += weight * x3[k];                                                                                     \
    }                                                                                                             \
    y[0] = sum0;                                                                                                  \
    y[y_stride] = sum1;                                                                                           \
    y[2 * y_stride] = sum2;                                                                                       \
    y[3 * y_stride] = sum3;                                                                                       \
  }                                                                                                               \
  static void M3_AT_LEVEL(dots_##type)(float *y, size_t y_stride, const float *x, size_t x_stride, size_t inputs, \
                                       const char *w, size_t w_stride, size_t rows, size_t depth) {               \
    for (size_t r = 0; r < rows; r++) {                                                                           \
      const element *row = (const element *)(w + r * w_stride);                                                   \
      size_t m = 0;                                                                                               \
      for (; m + 4 <= inputs; m += 4)                                                                             \
        M3_AT_LEVEL(four_dots_##type)(y + m * y_stride + r, y_stride, row, x + m * x_stride, x_stride, depth);    \
      for (; m < inputs; m++) y[m * y_stride + r] = M3_AT_LEVEL(dot_##type)(row, x + m * x_stride, depth);        \
    }                                                                                                             \
  }

#define M3_SAME(value) (value)
M3_DOTS_OF(float32, unaligned_float, M3_SAME)
M3_DOTS_OF(float16, unaligned_half, M3_AT_LEVEL(float16_as_float))
M3_DOTS_OF(bfloat16, unaligned_half, bfloat16_as_float)
#undef M3_SAME
#undef M3_DOTS_OF

static void M3_AT_LEVEL(dots)(float *y, size_t y_stride, const float *x, size_t x_stride, size_t inputs, const void *w,
                              m3_element type, size_t w_stride, size_t rows, size_t depth) {
  switch (type) {
    case M3_FLOAT32:
      M3_AT_LEVEL(dots_float32)(y, y_stride, x, x_stride, inputs, w, w_stride, rows, depth);
      break;
    case M3_FLOAT16:
      M3_AT_LEVEL(dots_float16)(y, y_stride, x, x_stride, inputs, w, w_stride, rows, depth);
      break;
    case M3_BFLOAT16:
      M3_AT_LEVEL(dots_bfloat16)(y, y_stride, x, x_stride, inputs, w, w_stride, rows, depth);
      break;
  }
}
#else
void m3_dots(float *y, size_t y_stride, const float *x, size_t x_stride, size_t inputs, const void *w, m3_element type,
             size_t w_stride, size_t rows, size_t depth) {
  m3_kernels()->dots(y, y_stride, x, x_stride, inputs, w, type, w_stride, rows, depth);
}

void m3_dots_reference(float *y, size_t y_stride, const float *x, size_t x_stride, size_t inputs, const void *w,
                       m3_element type, size_t w_stride, size_t rows, size_t depth) {
  for (size_t m = 0; m < inputs; m++) {
    for (size_t r = 0; r < rows; r++) {
      const char *row = (const char *)w + r * w_stride;
      double sum = 0;
      for (size_t k = 0; k < depth; k++) {
        float weight;
        m3_to_float_reference(&weight, row + k * m3_element_size(type), type, 1);
        sum += (double)weight * x[m * x_stride + k];
      }
      y[m * y_stride + r] = (float)sum;
    }
  }
}
#endif
