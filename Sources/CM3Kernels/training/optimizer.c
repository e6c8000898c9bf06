// AdamW, and the size of gradients.
#include "training_table.h"

#ifdef M3_LEVEL
static void M3_AT_LEVEL(adam)(float *restrict weight, float *restrict mean, float *restrict square,
                              const float *restrict gradient, size_t count, const m3_adam_step *step) {
  const float keep = 1.0f - step->rate * step->decay, rate = step->rate / step->correction1;
  const float root = 1.0f / sqrtf(step->correction2), epsilon = step->epsilon, factor = step->factor;
  const float beta1 = step->beta1, beta2 = step->beta2;
  for (size_t i = 0; i < count; i++) {
    const float g = gradient[i] * factor;
    mean[i] = beta1 * mean[i] + (1.0f - beta1) * g;
    square[i] = beta2 * square[i] + (1.0f - beta2) * g * g;
    weight[i] = keep * weight[i] - rate * mean[i] / (sqrtf(square[i]) * root + epsilon);
  }
}

static double M3_AT_LEVEL(sum_of_squares)(const float *restrict x, size_t count) {
  enum { BLOCK = 4096 };
  double total = 0;
  for (size_t start = 0; start < count; start += BLOCK) {
    const size_t end = start + BLOCK < count ? start + BLOCK : count;
    float sum = 0;
    {
#pragma clang fp reassociate(on)
      for (size_t i = start; i < end; i++) sum += x[i] * x[i];
    }
    total += sum;
  }
  return total;
}
#else
#include <math.h>

void m3_adam(float *weight, float *mean, float *square, const float *gradient, size_t count,
             const m3_adam_step *step) {
  m3_training_kernels()->adam(weight, mean, square, gradient, count, step);
}

void m3_adam_reference(float *weight, float *mean, float *square, const float *gradient, size_t count,
                       const m3_adam_step *step) {
  for (size_t i = 0; i < count; i++) {
    const double g = (double)gradient[i] * step->factor;
    mean[i] = (float)((double)step->beta1 * mean[i] + (1 - (double)step->beta1) * g);
    square[i] = (float)((double)step->beta2 * square[i] + (1 - (double)step->beta2) * g * g);
    const double size = sqrt((double)square[i] / step->correction2) + step->epsilon;
    weight[i] = (float)(weight[i] * (1 - (double)step->rate * step->decay) -
                        (double)step->rate * mean[i] / step->correction1 / size);
  }
}

double m3_sum_of_squares(const float *x, size_t count) { return m3_training_kernels()->sum_of_squares(x, count); }

double m3_sum_of_squares_reference(const float *x, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += (double)x[i] * x[i];
  return sum;
}
#endif
