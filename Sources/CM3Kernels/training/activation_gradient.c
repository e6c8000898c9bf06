// Activations that keep their input, and their gradients.
#include "training_table.h"

#ifdef M3_LEVEL
static inline __attribute__((always_inline)) float M3_AT_LEVEL(logistic)(float x) {
  return 1.0f / (1.0f + exponential(-x));
}

static void M3_AT_LEVEL(quick_gelu_of)(float *restrict y, const float *restrict x, size_t width) {
  for (size_t i = 0; i < width; i++) y[i] = x[i] * M3_AT_LEVEL(logistic)(1.702f * x[i]);
}

static void M3_AT_LEVEL(quick_gelu_gradient)(float *restrict y, float *restrict d, const float *restrict x,
                                             size_t width) {
  for (size_t i = 0; i < width; i++) {
    const float s = M3_AT_LEVEL(logistic)(1.702f * x[i]);
    y[i] = x[i] * s;
    d[i] *= s + 1.702f * x[i] * s * (1.0f - s);
  }
}

static void M3_AT_LEVEL(gelu_of)(float *restrict y, const float *restrict x, size_t width) {
  for (size_t i = 0; i < width; i++) y[i] = 0.5f * x[i] * (1.0f + error_function(x[i] * 0.70710678118654752f));
}

static void M3_AT_LEVEL(gelu_gradient)(float *restrict y, float *restrict d, const float *restrict x, size_t width) {
  for (size_t i = 0; i < width; i++) {
    const float below = 0.5f * (1.0f + error_function(x[i] * 0.70710678118654752f));
    y[i] = x[i] * below;
    d[i] *= below + x[i] * 0.39894228040143268f * exponential(-0.5f * x[i] * x[i]);
  }
}

static void M3_AT_LEVEL(swiglu)(float *restrict y, const float *restrict gate, const float *restrict up,
                                size_t width) {
  for (size_t i = 0; i < width; i++) y[i] = gate[i] * M3_AT_LEVEL(logistic)(gate[i]) * up[i];
}

static void M3_AT_LEVEL(swiglu_gradient)(float *restrict y, float *restrict gate, float *restrict up, size_t width) {
  for (size_t i = 0; i < width; i++) {
    const float s = M3_AT_LEVEL(logistic)(gate[i]), silu = gate[i] * s, d = y[i];
    y[i] = silu * up[i];
    gate[i] = d * up[i] * (s + silu * (1.0f - s));
    up[i] = d * silu;
  }
}
#else
#include <math.h>

void m3_quick_gelu_of(float *y, const float *x, size_t width) { m3_training_kernels()->quick_gelu_of(y, x, width); }

void m3_quick_gelu_of_reference(float *y, const float *x, size_t width) {
  for (size_t i = 0; i < width; i++) y[i] = (float)(x[i] / (1 + exp(-1.702 * x[i])));
}

void m3_quick_gelu_gradient(float *y, float *d, const float *x, size_t width) {
  m3_training_kernels()->quick_gelu_gradient(y, d, x, width);
}

void m3_quick_gelu_gradient_reference(float *y, float *d, const float *x, size_t width) {
  for (size_t i = 0; i < width; i++) {
    const double s = 1 / (1 + exp(-1.702 * x[i]));
    y[i] = (float)(x[i] * s);
    d[i] = (float)(d[i] * (s + 1.702 * x[i] * s * (1 - s)));
  }
}

void m3_gelu_of(float *y, const float *x, size_t width) { m3_training_kernels()->gelu_of(y, x, width); }

void m3_gelu_of_reference(float *y, const float *x, size_t width) {
  for (size_t i = 0; i < width; i++) y[i] = (float)(0.5 * x[i] * (1 + erf(x[i] / sqrt(2))));
}

void m3_gelu_gradient(float *y, float *d, const float *x, size_t width) {
  m3_training_kernels()->gelu_gradient(y, d, x, width);
}

void m3_gelu_gradient_reference(float *y, float *d, const float *x, size_t width) {
  for (size_t i = 0; i < width; i++) {
    const double v = x[i], below = 0.5 * (1 + erf(v / sqrt(2)));
    y[i] = (float)(v * below);
    d[i] = (float)(d[i] * (below + v * exp(-v * v / 2) / sqrt(2 * M_PI)));
  }
}

void m3_swiglu(float *y, const float *gate, const float *up, size_t width) {
  m3_training_kernels()->swiglu(y, gate, up, width);
}

void m3_swiglu_reference(float *y, const float *gate, const float *up, size_t width) {
  for (size_t i = 0; i < width; i++) y[i] = (float)(gate[i] / (1 + exp(-(double)gate[i])) * up[i]);
}

void m3_swiglu_gradient(float *y, float *gate, float *up, size_t width) {
  m3_training_kernels()->swiglu_gradient(y, gate, up, width);
}

void m3_swiglu_gradient_reference(float *y, float *gate, float *up, size_t width) {
  for (size_t i = 0; i < width; i++) {
    const double g = gate[i], s = 1 / (1 + exp(-g)), d = y[i], u = up[i];
    y[i] = (float)(g * s * u);
    gate[i] = (float)(d * u * (s + g * s * (1 - s)));
    up[i] = (float)(d * g * s);
  }
}
#endif
