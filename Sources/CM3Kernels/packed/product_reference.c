// Products as they are defined, one number at a time.
#include "../include/m3_convert.h"
#include "../include/m3_cpu.h"
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

static float as_bfloat16(float value) { return bits_as_float((uint32_t)float_as_bfloat16(value) << 16); }

// Whether the product rounds both sides to bfloat16.
static bool has_tiles(const m3_product *product) {
  return m3_cpu_in_use() == M3_CPU_AMX && product->rows > M3_FEW_ROWS && product->weight.type >= M3_PACKED_BFLOAT16;
}

// A row of x as the product sees it: rounded if the weight is of integers, or for tiles.
static void row_of(double *to, const m3_product *product, size_t row) {
  const size_t inputs = product->weight.inputs;
  const bool few = product->rows <= M3_FEW_ROWS;
  const float levels = few || product->weight.type == M3_PACKED_INT4 ? 127 : 32767;
  for (size_t start = 0; start < inputs; start += M3_BLOCK) {
    float x[M3_BLOCK] = {0}, most = 0;
    bool finite = true;
    for (size_t k = 0; k < M3_BLOCK && start + k < inputs; k++) {
      x[k] = element(&product->x, row, start + k);
      finite = finite && isfinite(x[k]);
      if (few && !isfinite(x[k])) x[k] = 0;
      most = fmaxf(most, fabsf(x[k]));
    }
    const float exact = most / levels, scale = exact < 1e-30f ? 0 : exact, inverse = scale != 0 ? 1 / scale : 0;
    for (size_t k = 0; k < M3_BLOCK && start + k < inputs; k++) {
      if (has_tiles(product)) {
        const float first = as_bfloat16(x[k]);
        to[start + k] = product->weight.type == M3_PACKED_BFLOAT16 ? (double)first + as_bfloat16(x[k] - first) : first;
      } else if (product->weight.type <= M3_PACKED_BFLOAT16) {
        to[start + k] = x[k];
      } else if (!finite && !few) {
        to[start + k] = NAN;
      } else {
        to[start + k] = (double)rintf(x[k] * inverse) * scale;
      }
    }
  }
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
      for (size_t k = 0; k < inputs; k++) sum += x[k] * (has_tiles(product) ? as_bfloat16(weights[k]) : weights[k]);
      if (product->bias != NULL) sum += product->bias[n];
      const double other = has_other ? element(&product->other, row, n) : 0;
      set_element(&product->y, row, n, (float)finished(sum, product->then, other));
    }
  }
  free(weights);
  free(x);
}
