#pragma once
#include <stddef.h>

// y = (x - mean(x)) / sqrt(variance(x) + epsilon) * weight + bias, over one row; y may be x.
void m3_layer_norm(float *y, const float *x, const float *weight, const float *bias, size_t width, float epsilon);
void m3_layer_norm_reference(float *y, const float *x, const float *weight, const float *bias, size_t width,
                             float epsilon);

// y = x / sqrt(mean(x * x) + epsilon) * weight, over one row; y may be x.
void m3_rms_norm(float *y, const float *x, const float *weight, size_t width, float epsilon);
void m3_rms_norm_reference(float *y, const float *x, const float *weight, size_t width, float epsilon);
