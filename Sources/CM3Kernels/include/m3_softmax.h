#pragma once
#include <stddef.h>

// x = softmax(scale * x) over one row, in place; scale > 0.
void m3_softmax(float *x, size_t width, float scale);
void m3_softmax_reference(float *x, size_t width, float scale);
