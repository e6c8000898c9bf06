// Gradients of layer norm and RMS norm, sums and products of rows.
//
// With n = (x - mean) / deviation and e = d * weight, the gradient of x is (e - mean(e) - n * mean(e * n)) / deviation;
// RMS norm has no mean to subtract.
#include "training_table.h"

#ifdef M3_LEVEL
static void M3_AT_LEVEL(layer_norm_gradient)(float *restrict x_d, float *restrict weight_d, float *restrict bias_d,
                                             const float *restrict d, const float *restrict x,
                                             const float *restrict weight, size_t width, float epsilon) {
  float mean = 0, variance = 0, sum = 0, product = 0;
  float scale;
  {
#pragma clang fp reassociate(on)
    for (size_t i = 0; i < width; i++) mean += x[i];
    mean /= (float)width;
    for (size_t i = 0; i < width; i++) variance += (x[i] - mean) * (x[i] - mean);
    variance /= (float)width;
    scale = 1.0f / sqrtf(variance + epsilon);
    for (size_t i = 0; i < width; i++) {
      const float e = d[i] * weight[i];
      sum += e;
      product += e * (x[i] - mean);
    }
  }
  sum /= (float)width;
  product *= scale / (float)width;
  for (size_t i = 0; i < width; i++) {
    const float n = (x[i] - mean) * scale;
    x_d[i] += (d[i] * weight[i] - sum - n * product) * scale;
    weight_d[i] += d[i] * n;
    bias_d[i] += d[i];
  }
}

static void M3_AT_LEVEL(rms_norm_gradient)(float *restrict x_d, float *restrict weight_d, const float *restrict d,
                                           const float *restrict x, const float *restrict weight, size_t width,
                                           float epsilon) {
  float squares = 0, product = 0;
  {
#pragma clang fp reassociate(on)
    for (size_t i = 0; i < width; i++) {
      squares += x[i] * x[i];
      product += d[i] * weight[i] * x[i];
    }
  }
  const float scale = 1.0f / sqrtf(squares / (float)width + epsilon);
  product *= scale * scale / (float)width;
  for (size_t i = 0; i < width; i++) {
    x_d[i] += (d[i] * weight[i] - x[i] * product) * scale;
    weight_d[i] += d[i] * x[i] * scale;
  }
}

static void M3_AT_LEVEL(add_scaled)(float *restrict x, const float *restrict y, float factor, size_t width) {
  for (size_t i = 0; i < width; i++) x[i] += factor * y[i];
}

static float M3_AT_LEVEL(dot)(const float *restrict x, const float *restrict y, size_t width) {
#pragma clang fp reassociate(on)
  float sum = 0;
  for (size_t i = 0; i < width; i++) sum += x[i] * y[i];
  return sum;
}
#else
#include <math.h>

void m3_layer_norm_gradient(float *x_d, float *weight_d, float *bias_d, const float *d, const float *x,
                            const float *weight, size_t width, float epsilon) {
  m3_training_kernels()->layer_norm_gradient(x_d, weight_d, bias_d, d, x, weight, width, epsilon);
}

void m3_layer_norm_gradient_reference(float *x_d, float *weight_d, float *bias_d, const float *d, const float *x,
                                      const float *weight, size_t width, float epsilon) {
  double mean = 0, variance = 0, sum = 0, product = 0;
  for (size_t i = 0; i < width; i++) mean += x[i] / (double)width;
  for (size_t i = 0; i < width; i++) variance += (x[i] - mean) * (x[i] - mean) / (double)width;
  const double scale = 1 / sqrt(variance + epsilon);
  for (size_t i = 0; i < width; i++) {
    sum += (double)d[i] * weight[i] / (double)width;
    product += (double)d[i] * weight[i] * (x[i] - mean) * scale / (double)width;
  }
  for (size_t i = 0; i < width; i++) {
    const double n = (x[i] - mean) * scale;
    x_d[i] = (float)(x_d[i] + ((double)d[i] * weight[i] - sum - n * product) * scale);
    weight_d[i] = (float)(weight_d[i] + d[i] * n);
    bias_d[i] += d[i];
  }
}

void m3_rms_norm_gradient(float *x_d, float *weight_d, const float *d, const float *x, const float *weight,
                          size_t width, float epsilon) {
  m3_training_kernels()->rms_norm_gradient(x_d, weight_d, d, x, weight, width, epsilon);
}

void m3_rms_norm_gradient_reference(float *x_d, float *weight_d, const float *d, const float *x, const float *weight,
                                    size_t width, float epsilon) {
  double squares = 0, product = 0;
  for (size_t i = 0; i < width; i++) {
    squares += (double)x[i] * x[i] / (double)width;
    product += (double)d[i] * weight[i] * x[i] / (double)width;
  }
  const double scale = 1 / sqrt(squares + epsilon);
  for (size_t i = 0; i < width; i++) {
    x_d[i] = (float)(x_d[i] + ((double)d[i] * weight[i] - x[i] * product * scale * scale) * scale);
    weight_d[i] = (float)(weight_d[i] + (double)d[i] * x[i] * scale);
  }
}

void m3_add_scaled(float *x, const float *y, float factor, size_t width) {
  m3_training_kernels()->add_scaled(x, y, factor, width);
}

void m3_add_scaled_reference(float *x, const float *y, float factor, size_t width) {
  for (size_t i = 0; i < width; i++) x[i] = (float)(x[i] + (double)factor * y[i]);
}

float m3_dot(const float *x, const float *y, size_t width) { return m3_training_kernels()->dot(x, y, width); }

float m3_dot_reference(const float *x, const float *y, size_t width) {
  double sum = 0;
  for (size_t i = 0; i < width; i++) sum += (double)x[i] * y[i];
  return (float)sum;
}
#endif
