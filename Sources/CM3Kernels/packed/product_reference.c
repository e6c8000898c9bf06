// Products as they are defined, one number at a time.
#include "../include/m3_convert.h"
#include "../include/packed/m3_product.h"
#include "narrow.h"

#include <math.h>
#include <stdlib.h>

static float element(const m3_matrix *matrix, size_t row, size_t column) {
  float value;
  const char *at = (const char *)matrix->values + (row * matrix->stride + column) * m3_element_size(matrix->type);
  m3_to_float_reference(&value, at, matrix->type, 1);
  return value;
}

static void set_element(const m3_matrix *matrix, size_t row, size_t column, float value) {
  char *at = (char *)matrix->values + (row * matrix->stride + column) * m3_element_size(matrix->type);
  const uint16_t half = matrix->type == M3_FLOAT16 ? float_as_float16(value) : float_as_bfloat16(value);
  if (matrix->type == M3_FLOAT32) {
    memcpy(at, &value, 4);
  } else {
    memcpy(at, &half, 2);
  }
}

// A row of x as the product sees it: rounded to 8 bits if it is one of few and the weight is of integers.
static void row_of(double *to, const m3_product *product, size_t row) {
  const size_t inputs = product->weight.inputs, blocks = (inputs + M3_BLOCK - 1) / M3_BLOCK;
  const bool rounds = product->weight.type > M3_PACKED_BFLOAT16 && product->rows <= M3_FEW_ROWS && !product->exact;
  signed char *q = malloc(blocks * M3_BLOCK);
  float *scales = malloc(blocks * sizeof *scales);
  int *sums = malloc(blocks * sizeof *sums);
  if (rounds && q != NULL && scales != NULL && sums != NULL) {
    const size_t start = row * product->x.stride * m3_element_size(product->x.type);
    m3_quantize_row_reference(q, scales, sums, (const char *)product->x.values + start, product->x.type, inputs);
    for (size_t k = 0; k < inputs; k++) to[k] = (double)q[k] * scales[k / M3_BLOCK];
  } else {
    for (size_t k = 0; k < inputs; k++) to[k] = element(&product->x, row, k);
  }
  free(q);
  free(scales);
  free(sums);
}

static double finished(double value, m3_then then, double other) {
  switch (then) {
    case M3_THEN_STORE: return value;
    case M3_THEN_QUICK_GELU: return value / (1 + exp(-1.702 * value));
    case M3_THEN_GELU: return 0.5 * value * (1 + erf(value / sqrt(2)));
    case M3_THEN_SILU_TIMES: return value / (1 + exp(-value)) * other;
    case M3_THEN_ADD: return value + other;
  }
  return value;
}

void m3_multiply_reference(const m3_product *product) {
  const size_t inputs = product->weight.inputs, outputs = product->weight.outputs;
  float *weights = malloc((inputs + 1) * sizeof *weights);
  double *x = malloc((inputs + 1) * sizeof *x);
  const bool has_other = product->then == M3_THEN_SILU_TIMES || product->then == M3_THEN_ADD;
  for (size_t row = 0; row < product->rows && weights != NULL && x != NULL; row++) {
    row_of(x, product, row);
    for (size_t n = 0; n < outputs; n++) {
      m3_packed_row(weights, &product->weight, n);
      double sum = 0;
      for (size_t k = 0; k < inputs; k++) sum += x[k] * weights[k];
      if (product->bias != NULL) sum += product->bias[n];
      const double other = has_other ? element(&product->other, row, n) : 0;
      set_element(&product->y, row, n, (float)finished(sum, product->then, other));
    }
  }
  free(weights);
  free(x);
}
