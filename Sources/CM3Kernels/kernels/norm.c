// Layer norm and RMS norm of one row.
#include "../cpu/kernel_table.h"

#include <math.h>

#ifdef M3_LEVEL
static void M3_AT_LEVEL(layer_norm)(float *y, const float *x, const float *restrict weight,
                                    const float *restrict bias, size_t width, float epsilon) {
  float mean = 0, variance = 0;
  {
#pragma clang fp reassociate(on)
    for (size_t i = 0; i < width; i++) mean += x[i];
    mean /= (float)width;
    for (size_t i = 0; i < width; i++) variance += (x[i] - mean) * (x[i] - mean);
    variance /= (float)width;
  }
  const float scale = 1.0f / sqrtf(variance + epsilon);
  for (size_t i = 0; i < width; i++) y[i] = (x[i] - mean) * scale * weight[i] + bias[i];
}

static void M3_AT_LEVEL(rms_norm)(float *y, const float *x, const float *restrict weight, size_t width,
                                  float epsilon) {
  float squares = 0;
  {
#pragma clang fp reassociate(on)
    for (size_t i = 0; i < width; i++) squares += x[i] * x[i];
  }
  const float scale = 1.0f / sqrtf(squares / (float)width + epsilon);
  for (size_t i = 0; i < width; i++) y[i] = x[i] * scale * weight[i];
}
#else
void m3_layer_norm(float *y, const float *x, const float *weight, const float *bias, size_t width, float epsilon) {
  m3_kernels()->layer_norm(y, x, weight, bias, width, epsilon);
}

void m3_layer_norm_reference(float *y, const float *x, const float *weight, const float *bias, size_t width,
                             float epsilon) {
  double mean = 0, variance = 0;
  for (size_t i = 0; i < width; i++) mean += x[i];
  mean /= (double)width;
  for (size_t i = 0; i < width; i++) variance += (x[i] - mean) * (x[i] - mean);
  variance /= (double)width;
  for (size_t i = 0; i < width; i++) {
    y[i] = (float)((x[i] - mean) / sqrt(variance + epsilon) * weight[i] + bias[i]);
  }
}

void m3_rms_norm(float *y, const float *x, const float *weight, size_t width, float epsilon) {
  m3_kernels()->rms_norm(y, x, weight, width, epsilon);
}

void m3_rms_norm_reference(float *y, const float *x, const float *weight, size_t width, float epsilon) {
  double squares = 0;
  for (size_t i = 0; i < width; i++) squares += (double)x[i] * x[i];
  for (size_t i = 0; i < width; i++) y[i] = (float)(x[i] / sqrt(squares / (double)width + epsilon) * weight[i]);
}
#endif
