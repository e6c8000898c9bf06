#pragma once
// Products with packed weights: y = then(x W^T + bias), over the pool of threads.
#include "m3_packed.h"

// What happens to a product's result, bias included, before it is stored.
typedef enum {
  M3_THEN_STORE = 0,
  M3_THEN_QUICK_GELU = 1,
  M3_THEN_GELU = 2,
  M3_THEN_SILU_TIMES = 3,  // y = silu(result) * other, where `other` may be y itself
  M3_THEN_ADD = 4,         // y = result + other, likewise
} m3_then;

// A row-major matrix of float32, float16 or bfloat16; stride in elements.
typedef struct {
  void *values;
  m3_element type;
  size_t stride;
} m3_matrix;

typedef struct {
  m3_matrix x;  // [rows, inputs]
  size_t rows;
  m3_packed weight;   // [outputs, inputs]
  const float *bias;  // [outputs], or NULL
  m3_then then;
  m3_matrix other;  // [rows, outputs], for M3_THEN_SILU_TIMES and M3_THEN_ADD
  m3_matrix y;      // [rows, outputs], no part of it in x
} m3_product;

enum { M3_FEW_ROWS = 8 };

// Bytes of scratch memory (at a multiple of 64) that a product of so many rows needs with the threads now in use.
size_t m3_product_scratch(const m3_packed *weight, size_t rows);

// With weights of integers, products are made of integers: up to M3_FEW_ROWS rows of x are rounded to 8 bits
// (m3_quantize_row), at the speed of memory; more rows to 8 bits for int4 and to 16 for the others, where each 32 inputs have
// a scale of their greatest magnitude / 32767 (and all become NaN if one is not finite). At the level of AMX more rows, and
// weights of integers, are rounded to bfloat16 instead; x is the sum of two bfloat16s if the weights are such. Otherwise, and between blocks of
// 32, sums over inputs are float32, in an order that depends on the level but neither on the number of threads nor (but for
// the passage from few rows to many) on the number of rows.
void m3_multiply(const m3_product *product, void *scratch);
void m3_multiply_reference(const m3_product *product);

// Products of the same rows of one x, as in their order. Those of few rows are one piece of work: x is rounded once, and a
// panel of each weight is read before the next panels, so that `other` may be the y of a product before it that is as
// wide (SwiGLU's two factors). `scratch` has room for the one that needs most.
void m3_multiply_together(const m3_product *products, size_t count, void *scratch);

// One row to 8 bits: q[i] * scales[i / 32] is x[i] to the nearest multiple, scale = greatest magnitude of 32 / 127;
// sums[b] is the sum of q over block b. All three are filled up with zeros to whole blocks. What is not finite becomes 0.
void m3_quantize_row(signed char *q, float *scales, int *sums, const void *x, m3_element type, size_t width);
void m3_quantize_row_reference(signed char *q, float *scales, int *sums, const void *x, m3_element type, size_t width);
