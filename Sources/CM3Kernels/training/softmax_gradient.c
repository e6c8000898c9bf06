// Softmax with what its gradient needs, and the loss of a token.
#include "training_table.h"

#ifdef M3_LEVEL
static inline __attribute__((always_inline)) float M3_AT_LEVEL(highest)(const float *restrict x, size_t width) {
  enum { LANES = 16 };
  float most[LANES];
  for (size_t j = 0; j < LANES; j++) most[j] = -INFINITY;
  size_t i = 0;
  for (; i + LANES <= width; i += LANES) {
    for (size_t j = 0; j < LANES; j++) most[j] = x[i + j] > most[j] ? x[i + j] : most[j];
  }
  float highest = -INFINITY;
  for (size_t j = 0; j < LANES; j++) highest = most[j] > highest ? most[j] : highest;
  for (; i < width; i++) highest = x[i] > highest ? x[i] : highest;
  return highest;
}

static float M3_AT_LEVEL(softmax_and_log_sum)(float *restrict x, size_t width, float scale) {
  const float highest = M3_AT_LEVEL(highest)(x, width);
  float sum = 0;
  {
#pragma clang fp reassociate(on)
    for (size_t i = 0; i < width; i++) {
      x[i] = exponential((x[i] - highest) * scale);
      sum += x[i];
    }
  }
  const float share = 1.0f / sum;
  for (size_t i = 0; i < width; i++) x[i] *= share;
  return highest * scale + logf(sum);
}

static void M3_AT_LEVEL(softmax_gradient)(float *restrict x, float *restrict d, size_t width, float scale,
                                          float log_sum, float inner) {
  for (size_t i = 0; i < width; i++) {
    const float p = exponential(x[i] * scale - log_sum);
    x[i] = p;
    d[i] = p * (d[i] - inner) * scale;
  }
}

static float M3_AT_LEVEL(cross_entropy)(float *restrict x, size_t width, size_t target, float weight) {
  const float wanted = x[target];
  const float log_sum = M3_AT_LEVEL(softmax_and_log_sum)(x, width, 1.0f);
  for (size_t i = 0; i < width; i++) x[i] *= weight;
  x[target] -= weight;
  return log_sum - wanted;
}
#else
#include <math.h>

float m3_softmax_and_log_sum(float *x, size_t width, float scale) {
  return m3_training_kernels()->softmax_and_log_sum(x, width, scale);
}

float m3_softmax_and_log_sum_reference(float *x, size_t width, float scale) {
  double highest = -INFINITY, sum = 0;
  for (size_t i = 0; i < width; i++) highest = fmax(highest, x[i]);
  for (size_t i = 0; i < width; i++) sum += exp((x[i] - highest) * scale);
  for (size_t i = 0; i < width; i++) x[i] = (float)(exp((x[i] - highest) * scale) / sum);
  return (float)(highest * scale + log(sum));
}

void m3_softmax_gradient(float *x, float *d, size_t width, float scale, float log_sum, float inner) {
  m3_training_kernels()->softmax_gradient(x, d, width, scale, log_sum, inner);
}

void m3_softmax_gradient_reference(float *x, float *d, size_t width, float scale, float log_sum, float inner) {
  for (size_t i = 0; i < width; i++) {
    const double p = exp((double)x[i] * scale - log_sum);
    x[i] = (float)p;
    d[i] = (float)(p * ((double)d[i] - inner) * scale);
  }
}

float m3_cross_entropy(float *x, size_t width, size_t target, float weight) {
  return m3_training_kernels()->cross_entropy(x, width, target, weight);
}

float m3_cross_entropy_reference(float *x, size_t width, size_t target, float weight) {
  const double wanted = x[target];
  double highest = -INFINITY, sum = 0;
  for (size_t i = 0; i < width; i++) highest = fmax(highest, x[i]);
  for (size_t i = 0; i < width; i++) sum += exp(x[i] - highest);
  for (size_t i = 0; i < width; i++) {
    x[i] = (float)(weight * (exp(x[i] - highest) / sum - (i == target ? 1 : 0)));
  }
  return (float)(highest + log(sum) - wanted);
}
#endif
