#pragma once
// Products of matrices that fit a processor's caches, where packing them first would cost more than it gains: the layers
// of a small model, the heads of attention.
#include <stdbool.h>
#include <stddef.h>

// c = a * b, or c += a * b.  Element (i, k) of a stands at a[i * a_row + k * a_column], so a may be transposed; b and c
// are row-major, strides in floats.  c: [m, n];  a: [m, k];  b: [k, n].
void m3_narrow_product(float *c, size_t c_stride, const float *a, size_t a_row, size_t a_column, const float *b,
                       size_t b_stride, size_t m, size_t n, size_t k, bool add);
void m3_narrow_product_reference(float *c, size_t c_stride, const float *a, size_t a_row, size_t a_column,
                                 const float *b, size_t b_stride, size_t m, size_t n, size_t k, bool add);

// y = x transposed.  x: [rows, columns];  y: [columns, rows];  strides in floats.
void m3_transpose(float *y, size_t y_stride, const float *x, size_t x_stride, size_t rows, size_t columns);
void m3_transpose_reference(float *y, size_t y_stride, const float *x, size_t x_stride, size_t rows, size_t columns);
