// Activations of one row, with the bias that comes before them.
#include "../cpu/kernel_table.h"
#include "error_function.h"
#include "exponential.h"

#include <math.h>

#ifdef M3_LEVEL
static inline __attribute__((always_inline)) float M3_AT_LEVEL(sigmoid)(float x) {
  return 1.0f / (1.0f + exponential(-x));
}

static void M3_AT_LEVEL(quick_gelu)(float *restrict x, const float *restrict bias, size_t width) {
  if (bias != NULL) M3_AT_LEVEL(add)(x, bias, width);
  for (size_t i = 0; i < width; i++) x[i] = x[i] * M3_AT_LEVEL(sigmoid)(1.702f * x[i]);
}

static void M3_AT_LEVEL(gelu)(float *restrict x, const float *restrict bias, size_t width) {
  if (bias != NULL) M3_AT_LEVEL(add)(x, bias, width);
  for (size_t i = 0; i < width; i++) {
    x[i] = 0.5f * x[i] * (1.0f + error_function(x[i] * 0.70710678118654752f));
  }
}

static void M3_AT_LEVEL(silu_times)(float *restrict x, const float *restrict up, size_t width) {
  for (size_t i = 0; i < width; i++) x[i] = x[i] * M3_AT_LEVEL(sigmoid)(x[i]) * up[i];
}
#else
void m3_quick_gelu(float *x, const float *bias, size_t width) { m3_kernels()->quick_gelu(x, bias, width); }

void m3_quick_gelu_reference(float *x, const float *bias, size_t width) {
  for (size_t i = 0; i < width; i++) {
    const double v = (double)x[i] + (bias != NULL ? bias[i] : 0);
    x[i] = (float)(v / (1 + exp(-1.702 * v)));
  }
}

void m3_gelu(float *x, const float *bias, size_t width) { m3_kernels()->gelu(x, bias, width); }

void m3_gelu_reference(float *x, const float *bias, size_t width) {
  for (size_t i = 0; i < width; i++) {
    const double v = (double)x[i] + (bias != NULL ? bias[i] : 0);
    x[i] = (float)(0.5 * v * (1 + erf(v / sqrt(2))));
  }
}

void m3_silu_times(float *x, const float *up, size_t width) { m3_kernels()->silu_times(x, up, width); }

void m3_silu_times_reference(float *x, const float *up, size_t width) {
  for (size_t i = 0; i < width; i++) x[i] = (float)(x[i] / (1 + exp(-(double)x[i])) * up[i]);
}
#endif
