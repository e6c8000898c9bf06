#pragma once
#include <stddef.h>

// x = x + y over one row.
void m3_add(float *x, const float *y, size_t width);
void m3_add_reference(float *x, const float *y, size_t width);

// y = sum over r of weights[r] * rows[r], the output of attention for one query.  rows: [count, width], `stride` floats
// apart.
void m3_weighted_sum(float *y, const float *weights, const float *rows, size_t stride, size_t count, size_t width);
void m3_weighted_sum_reference(float *y, const float *weights, const float *rows, size_t stride, size_t count,
                               size_t width);

// The mean of each window of a grid of tokens: Matryoshka pooling of one crop.
// x: [side * side, width], row-major grid; y: [(side / window)^2, width]; window divides side.
void m3_mean_windows(float *y, const float *x, size_t side, size_t window, size_t width);
void m3_mean_windows_reference(float *y, const float *x, size_t side, size_t window, size_t width);
