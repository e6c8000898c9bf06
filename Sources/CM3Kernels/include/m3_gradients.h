#pragma once
// What training needs beside the passes that answer: activations that keep their input, and the gradients of rows.
// Each works on one row of `width` values. A gradient d is that of the loss with respect to the value it is named after.
#include <stddef.h>

// y = x * sigmoid(1.702 * x)
void m3_quick_gelu_of(float *y, const float *x, size_t width);
void m3_quick_gelu_of_reference(float *y, const float *x, size_t width);
// y as above; d, the gradient of y, becomes that of x.
void m3_quick_gelu_gradient(float *y, float *d, const float *x, size_t width);
void m3_quick_gelu_gradient_reference(float *y, float *d, const float *x, size_t width);

// y = x * (1 + erf(x / sqrt(2))) / 2
void m3_gelu_of(float *y, const float *x, size_t width);
void m3_gelu_of_reference(float *y, const float *x, size_t width);
// y as above; d, the gradient of y, becomes that of x.
void m3_gelu_gradient(float *y, float *d, const float *x, size_t width);
void m3_gelu_gradient_reference(float *y, float *d, const float *x, size_t width);

// y = silu(gate) * up, where silu(x) = x * sigmoid(x)
void m3_swiglu(float *y, const float *gate, const float *up, size_t width);
void m3_swiglu_reference(float *y, const float *gate, const float *up, size_t width);
// y, holding its gradient, becomes y itself; gate and up become their gradients.
void m3_swiglu_gradient(float *y, float *gate, float *up, size_t width);
void m3_swiglu_gradient_reference(float *y, float *gate, float *up, size_t width);

// Adds to the gradients of x, weight and bias of m3_layer_norm; d is that of its result.
void m3_layer_norm_gradient(float *x_d, float *weight_d, float *bias_d, const float *d, const float *x,
                            const float *weight, size_t width, float epsilon);
void m3_layer_norm_gradient_reference(float *x_d, float *weight_d, float *bias_d, const float *d, const float *x,
                                      const float *weight, size_t width, float epsilon);
// Adds to the gradients of x and weight of m3_rms_norm; d is that of its result.
void m3_rms_norm_gradient(float *x_d, float *weight_d, const float *d, const float *x, const float *weight,
                          size_t width, float epsilon);
void m3_rms_norm_gradient_reference(float *x_d, float *weight_d, const float *d, const float *x, const float *weight,
                                    size_t width, float epsilon);

// x = softmax(scale * x); returns log(sum(exp(scale * x))). An x of minus infinity becomes 0, not all may be.
float m3_softmax_and_log_sum(float *x, size_t width, float scale);
float m3_softmax_and_log_sum_reference(float *x, size_t width, float scale);
// x, a row of scores, becomes the softmax again by its log sum; d, the gradient of the softmax, becomes that of x, where
// `inner` is the sum of softmax times gradient.
void m3_softmax_gradient(float *x, float *d, size_t width, float scale, float log_sum, float inner);
void m3_softmax_gradient_reference(float *x, float *d, size_t width, float scale, float log_sum, float inner);

// Returns -log(softmax(x)[target]); x becomes weight times the gradient of that.
float m3_cross_entropy(float *x, size_t width, size_t target, float weight);
float m3_cross_entropy_reference(float *x, size_t width, size_t target, float weight);

// x = x + factor * y
void m3_add_scaled(float *x, const float *y, float factor, size_t width);
void m3_add_scaled_reference(float *x, const float *y, float factor, size_t width);
// The sum of x * y.
float m3_dot(const float *x, const float *y, size_t width);
float m3_dot_reference(const float *x, const float *y, size_t width);
