// Products without packing: tiles of c stay in registers while a tile of b, which the first-level cache holds, is read
// for row after row of a.
#include "../include/m3_narrow_product.h"

#ifdef M3_LEVEL
// Eight floats that may lie at any address.
typedef float M3_AT_LEVEL(eight) __attribute__((vector_size(32), aligned(4)));

// A tile of `rows` by 8 * `columns` values; both are constants where this is called, so that all loops unroll.
static inline __attribute__((always_inline)) void M3_AT_LEVEL(tile)(
  float *restrict c, size_t c_stride, const float *restrict a, size_t a_row, size_t a_column, const float *restrict b,
  size_t b_stride, size_t k, bool add, const size_t rows, const size_t columns) {
  M3_AT_LEVEL(eight) sum[6][3];
  _Pragma("clang loop unroll(full)") for (size_t r = 0; r < rows; r++) {
    _Pragma("clang loop unroll(full)") for (size_t j = 0; j < columns; j++) {
      sum[r][j] = add ? *(const M3_AT_LEVEL(eight) *)(c + r * c_stride + 8 * j) : (M3_AT_LEVEL(eight)){0};
    }
  }
  for (size_t t = 0; t < k; t++) {
    const float *line = b + t * b_stride;
    _Pragma("clang loop unroll(full)") for (size_t r = 0; r < rows; r++) {
      const float factor = a[r * a_row + t * a_column];
      _Pragma("clang loop unroll(full)") for (size_t j = 0; j < columns; j++) {
        sum[r][j] += factor * *(const M3_AT_LEVEL(eight) *)(line + 8 * j);
      }
    }
  }
  _Pragma("clang loop unroll(full)") for (size_t r = 0; r < rows; r++) {
    _Pragma("clang loop unroll(full)") for (size_t j = 0; j < columns; j++) {
      *(M3_AT_LEVEL(eight) *)(c + r * c_stride + 8 * j) = sum[r][j];
    }
  }
}

// All rows of a band of 8 * `columns` columns.
#define M3_BAND(columns, most)                                                                                      \
  static void M3_AT_LEVEL(band##columns)(float *c, size_t c_stride, const float *a, size_t a_row, size_t a_column, \
                                         const float *b, size_t b_stride, size_t m, size_t k, bool add) {           \
    size_t i = 0;                                                                                                   \
    for (; i + most <= m; i += most) {                                                                              \
      M3_AT_LEVEL(tile)(c + i * c_stride, c_stride, a + i * a_row, a_row, a_column, b, b_stride, k, add, most,      \
                        columns);                                                                                   \
    }                                                                                                               \
    for (; i < m; i++) {                                                                                            \
      M3_AT_LEVEL(tile)(c + i * c_stride, c_stride, a + i * a_row, a_row, a_column, b, b_stride, k, add, 1,         \
                        columns);                                                                                   \
    }                                                                                                               \
  }
M3_BAND(1, 6)
M3_BAND(2, 6)
M3_BAND(3, 3)
#undef M3_BAND

static void M3_AT_LEVEL(narrow_product)(float *c, size_t c_stride, const float *a, size_t a_row, size_t a_column,
                                        const float *b, size_t b_stride, size_t m, size_t n, size_t k, bool add) {
  enum { DEPTH = 128 };  // so many lines of a band of b stay in the first-level cache
  size_t start = 0;
  do {
    const size_t depth = k - start < DEPTH ? k - start : DEPTH;
    const float *factors = a + start * a_column, *lines = b + start * b_stride;
    size_t j = 0;
    while (n - j >= 8) {
      const size_t left = n - j;
      if (left >= 24 && left < 32) {
        M3_AT_LEVEL(band3)(c + j, c_stride, factors, a_row, a_column, lines + j, b_stride, m, depth, add);
        j += 24;
      } else if (left >= 16) {
        M3_AT_LEVEL(band2)(c + j, c_stride, factors, a_row, a_column, lines + j, b_stride, m, depth, add);
        j += 16;
      } else {
        M3_AT_LEVEL(band1)(c + j, c_stride, factors, a_row, a_column, lines + j, b_stride, m, depth, add);
        j += 8;
      }
    }
    for (; j < n; j++) {
      for (size_t i = 0; i < m; i++) {
        float sum = add ? c[i * c_stride + j] : 0;
        for (size_t t = 0; t < depth; t++) sum += factors[i * a_row + t * a_column] * lines[t * b_stride + j];
        c[i * c_stride + j] = sum;
      }
    }
    add = true;
    start += depth;
  } while (start < k);
}

static void M3_AT_LEVEL(transpose)(float *restrict y, size_t y_stride, const float *restrict x, size_t x_stride,
                                   size_t rows, size_t columns) {
  enum { SIDE = 8 };
  size_t i = 0;
  for (; i + SIDE <= rows; i += SIDE) {
    size_t j = 0;
    for (; j + SIDE <= columns; j += SIDE) {
      float block[SIDE][SIDE];
      _Pragma("clang loop unroll(full)") for (size_t r = 0; r < SIDE; r++) {
        _Pragma("clang loop unroll(full)") for (size_t s = 0; s < SIDE; s++) {
          block[s][r] = x[(i + r) * x_stride + j + s];
        }
      }
      for (size_t s = 0; s < SIDE; s++) memcpy(y + (j + s) * y_stride + i, block[s], sizeof block[s]);
    }
    for (; j < columns; j++) {
      for (size_t r = 0; r < SIDE; r++) y[j * y_stride + i + r] = x[(i + r) * x_stride + j];
    }
  }
  for (; i < rows; i++) {
    for (size_t j = 0; j < columns; j++) y[j * y_stride + i] = x[i * x_stride + j];
  }
}
#else
#include "training_table.h"

void m3_narrow_product(float *c, size_t c_stride, const float *a, size_t a_row, size_t a_column, const float *b,
                       size_t b_stride, size_t m, size_t n, size_t k, bool add) {
  m3_training_kernels()->narrow_product(c, c_stride, a, a_row, a_column, b, b_stride, m, n, k, add);
}

void m3_narrow_product_reference(float *c, size_t c_stride, const float *a, size_t a_row, size_t a_column,
                                 const float *b, size_t b_stride, size_t m, size_t n, size_t k, bool add) {
  for (size_t i = 0; i < m; i++) {
    for (size_t j = 0; j < n; j++) {
      double sum = add ? c[i * c_stride + j] : 0;
      for (size_t t = 0; t < k; t++) sum += (double)a[i * a_row + t * a_column] * b[t * b_stride + j];
      c[i * c_stride + j] = (float)sum;
    }
  }
}

void m3_transpose(float *y, size_t y_stride, const float *x, size_t x_stride, size_t rows, size_t columns) {
  m3_training_kernels()->transpose(y, y_stride, x, x_stride, rows, columns);
}

void m3_transpose_reference(float *y, size_t y_stride, const float *x, size_t x_stride, size_t rows, size_t columns) {
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < columns; j++) y[j * y_stride + i] = x[i * x_stride + j];
  }
}
#endif
