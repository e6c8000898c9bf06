#pragma once
#include "m3_element.h"

// Dot products of a few inputs with rows of a weight: y[m * y_stride + r] = sum over k of w[r, k] * x[m * x_stride + k].
// Each row of the weight is read from memory once, as it is stored; this is the product of a decode step, whose speed
// is that of memory.  w: [rows, depth] of `type`, its rows `w_stride` bytes apart; x: [inputs, depth]; strides in floats.
void m3_dots(float *y, size_t y_stride, const float *x, size_t x_stride, size_t inputs, const void *w, m3_element type,
             size_t w_stride, size_t rows, size_t depth);
void m3_dots_reference(float *y, size_t y_stride, const float *x, size_t x_stride, size_t inputs, const void *w,
                       m3_element type, size_t w_stride, size_t rows, size_t depth);
