#pragma once
#include <stddef.h>

// One step of AdamW (Loshchilov and Hutter 2019), as PyTorch orders it: the weight shrinks by rate * decay, then moves.
typedef struct {
  float rate, decay, beta1, beta2, epsilon;
  float correction1, correction2;  // 1 - beta1^t and 1 - beta2^t at step t, from 1
  float factor;                    // multiplies the gradient first: clipping
} m3_adam_step;

void m3_adam(float *weight, float *mean, float *square, const float *gradient, size_t count, const m3_adam_step *step);
void m3_adam_reference(float *weight, float *mean, float *square, const float *gradient, size_t count,
                       const m3_adam_step *step);

// The sum of x * x, in double precision at least every 4096 values.
double m3_sum_of_squares(const float *x, size_t count);
double m3_sum_of_squares_reference(const float *x, size_t count);
