#pragma once
#include <stddef.h>

// Each works on one row, in place. `bias` is added first; NULL means none.

// x = (x + bias) * sigmoid(1.702 * (x + bias))
void m3_quick_gelu(float *x, const float *bias, size_t width);
void m3_quick_gelu_reference(float *x, const float *bias, size_t width);

// x = (x + bias) * (1 + erf((x + bias) / sqrt(2))) / 2
void m3_gelu(float *x, const float *bias, size_t width);
void m3_gelu_reference(float *x, const float *bias, size_t width);

// x = silu(x) * up, where silu(x) = x * sigmoid(x)
void m3_silu_times(float *x, const float *up, size_t width);
void m3_silu_times_reference(float *x, const float *up, size_t width);
