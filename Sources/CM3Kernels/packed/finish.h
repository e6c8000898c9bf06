// What comes after a product: bias, activation, and the store in the type of y.

M3_INLINE float sigmoid_of(float x) { return 1.0f / (1.0f + exponential(-x)); }

// `values` + bias and what then follows, in place. Constant `count` and `then` make straight vector code.
M3_INLINE void finish_row(float *restrict values, const float *restrict bias, m3_then then,
                          const float *restrict other, int count) {
  if (bias != NULL) {
    for (int i = 0; i < count; i++) values[i] += bias[i];
  }
  switch (then) {
    case M3_THEN_STORE: break;
    case M3_THEN_QUICK_GELU:
      for (int i = 0; i < count; i++) values[i] = values[i] * sigmoid_of(1.702f * values[i]);
      break;
    case M3_THEN_GELU:
      for (int i = 0; i < count; i++) {
        values[i] = 0.5f * values[i] * (1.0f + error_function(values[i] * 0.70710678118654752f));
      }
      break;
    case M3_THEN_SILU_TIMES:
      for (int i = 0; i < count; i++) values[i] = values[i] * sigmoid_of(values[i]) * other[i];
      break;
    case M3_THEN_ADD:
      for (int i = 0; i < count; i++) values[i] += other[i];
      break;
  }
}

M3_INLINE void store_floats(void *to, m3_element type, const float *restrict values, int count) {
  if (type == M3_FLOAT32) {
    memcpy(to, values, (size_t)count * 4);
    return;
  }
  uint16_t halves[M3_PANEL];
  if (type == M3_BFLOAT16) {
    for (int i = 0; i < count; i++) halves[i] = float_as_bfloat16(values[i]);
  } else {
    for (int i = 0; i < count; i++) halves[i] = float_as_float16(values[i]);
  }
  memcpy(to, halves, (size_t)count * 2);
}

static inline char *matrix_at(const m3_matrix *matrix, size_t row, size_t column) {
  return (char *)matrix->values + (row * matrix->stride + column) * m3_element_size(matrix->type);
}

// Finishes a tile of sums, [row, 16] with rows `stride` apart, which stands at (row, column) of y and is used up by it.
static void finish(float *tile, size_t stride, const m3_product *product, size_t row, size_t rows, size_t column) {
  const size_t left = product->weight.outputs - column;
  const float *bias = product->bias == NULL ? NULL : product->bias + column;
  const bool has_other = product->then == M3_THEN_SILU_TIMES || product->then == M3_THEN_ADD;
  const int count = left < M3_PANEL ? (int)left : M3_PANEL;
  for (size_t r = 0; r < rows; r++) {
    float *values = tile + r * stride, other[M3_PANEL] = {0};
    if (has_other) {
      M3_AT_LEVEL(to_float)(other, matrix_at(&product->other, row + r, column), product->other.type, (size_t)count);
    }
    if (count == M3_PANEL) {
      finish_row(values, bias, product->then, other, M3_PANEL);
      store_floats(matrix_at(&product->y, row + r, column), product->y.type, values, M3_PANEL);
    } else {
      finish_row(values, bias, product->then, other, count);
      store_floats(matrix_at(&product->y, row + r, column), product->y.type, values, count);
    }
  }
}
