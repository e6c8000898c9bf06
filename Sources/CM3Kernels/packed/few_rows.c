// Products of a few rows, a decode step's: the weight is read from memory once, front to back, for all of them.
#include "../cpu/kernel_table.h"
#include "pieces.h"
#include "quantize.h"

#ifdef M3_LEVEL
// tile: [row, 16], the sums of one panel of integers with rows of 8-bit integers.
M3_INLINE void integer_panel(float *tile, const m3_few_rows *few, const unsigned char *panel, m3_packed_type type,
                             const int rows) {
  enum { LANES = M3_LANES };
  const size_t block_bytes = m3_packed_block_bytes(type);
  const size_t scale_bytes = type == M3_PACKED_INT8_ROWS ? 0 : 2 * M3_PANEL;
  const unsigned char *block = panel + m3_packed_panel_header_bytes(type);
  floats sums[M3_FEW_ROWS][M3_VECTORS];
  for (int r = 0; r < rows; r++) {
    for (int v = 0; v < M3_VECTORS; v++) sums[r][v] = all(0);
  }
  for (size_t b = 0; b < few->blocks; b++, block += block_bytes) {
    for (size_t line = 0; line < block_bytes; line += 64) __builtin_prefetch(block + M3_AHEAD + line);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r += M3_ROWS_AT_ONCE) {
      const int count = rows - r < M3_ROWS_AT_ONCE ? rows - r : M3_ROWS_AT_ONCE;
      const size_t at = b * rows + r;
      const signed char *q = few->q + at * M3_BLOCK;
      ints totals[M3_ROWS_AT_ONCE][M3_VECTORS];
      if (type == M3_PACKED_INT4) {
        int4_dots(totals, block + scale_bytes, q, few->sums + at, count);
      } else {
        int8_dots(totals, block + scale_bytes, q, few->size + at * M3_BLOCK, few->sums + at, count);
      }
#pragma clang loop unroll(full)
      for (int v = 0; v < M3_VECTORS; v++) {
        const floats scale = scale_bytes == 0 ? all(1) : load_float16(block + 2 * LANES * v);
#pragma clang loop unroll(full)
        for (int i = 0; i < count; i++) {
          sums[r + i][v] += as_floats(totals[i][v]) * (scale * few->scales[at + i]);
        }
      }
    }
  }
  for (int r = 0; r < rows; r++) {
    for (int v = 0; v < M3_VECTORS; v++) {
      const floats scale = scale_bytes == 0 ? load(panel + 4 * LANES * v) : all(1);
      store(tile + r * M3_PANEL + LANES * v, sums[r][v] * scale);
    }
  }
}

// One block of floats with one or two rows of x, added to their sums; those of even and odd inputs are kept apart, since
// each waits for the one before it.
M3_INLINE void float_block(floats (*sums)[M3_VECTORS][2], const unsigned char *block, m3_packed_type type,
                           const float *x, size_t width, const int rows) {
  enum { LANES = M3_LANES };
  floats inside[2][M3_VECTORS][2];
  for (int r = 0; r < rows; r++) memcpy(inside[r], sums[r], sizeof inside[r]);
#pragma clang loop unroll_count(4)
  for (size_t k = 0; k < M3_BLOCK; k += 2) {
    const unsigned char *pair = block + k * M3_PANEL * (type == M3_PACKED_FLOAT32 ? 4 : 2);
    for (int v = 0; v < M3_VECTORS; v++) {
      floats even, odd;
      if (type == M3_PACKED_FLOAT32) {
        even = load(pair + 4 * LANES * v);
        odd = load(pair + 4 * M3_PANEL + 4 * LANES * v);
      } else if (type == M3_PACKED_FLOAT16) {
        even = load_float16(pair + 2 * LANES * v);
        odd = load_float16(pair + 2 * M3_PANEL + 2 * LANES * v);
      } else {
        const ints both = load_ints(pair + 4 * LANES * v);
        even = (floats)(both << 16);
        odd = (floats)(both & (int)0xFFFF0000);
      }
      for (int r = 0; r < rows; r++) {
        inside[r][v][0] += even * x[r * width + k];
        inside[r][v][1] += odd * x[r * width + k + 1];
      }
    }
  }
  for (int r = 0; r < rows; r++) memcpy(sums[r], inside[r], sizeof inside[r]);
}

// The same as `integer_panel` for a panel of floats and rows of floats.
M3_INLINE void float_panel(float *tile, const m3_few_rows *few, const unsigned char *panel, m3_packed_type type,
                           size_t rows) {
  const size_t width = few->blocks * M3_BLOCK, block_bytes = m3_packed_block_bytes(type);
  floats sums[M3_FEW_ROWS][M3_VECTORS][2];
  memset(sums, 0, sizeof sums);
  for (size_t b = 0; b < few->blocks; b++, panel += block_bytes) {
    for (size_t line = 0; line < block_bytes; line += 64) __builtin_prefetch(panel + M3_AHEAD + line);
    const float *x = few->x + b * M3_BLOCK;
    size_t r = 0;
    for (; r + 2 <= rows; r += 2) float_block(sums + r, panel, type, x + r * width, width, 2);
    if (r < rows) float_block(sums + r, panel, type, x + r * width, width, 1);
  }
  for (size_t r = 0; r < rows; r++) {
    for (int v = 0; v < M3_VECTORS; v++) store(tile + r * M3_PANEL + M3_LANES * v, sums[r][v][0] + sums[r][v][1]);
  }
}

#define M3_ROWS_CASE(form, n) \
  case n: form(tile, few, panel, type, n); break;
#define M3_INTEGERS_OF(name, id)                                                                        \
  static void name(float *tile, const m3_few_rows *few, const unsigned char *panel, size_t rows) {      \
    const m3_packed_type type = id;                                                                     \
    switch (rows) {                                                                                     \
      M3_ROWS_CASE(integer_panel, 1)                                                                    \
      M3_ROWS_CASE(integer_panel, 2)                                                                    \
      M3_ROWS_CASE(integer_panel, 3)                                                                    \
      M3_ROWS_CASE(integer_panel, 4)                                                                    \
      M3_ROWS_CASE(integer_panel, 5)                                                                    \
      M3_ROWS_CASE(integer_panel, 6)                                                                    \
      M3_ROWS_CASE(integer_panel, 7)                                                                    \
      M3_ROWS_CASE(integer_panel, 8)                                                                    \
    }                                                                                                   \
  }
#define M3_FLOATS_OF(name, id)                                                                          \
  static void name(float *tile, const m3_few_rows *few, const unsigned char *panel, size_t rows) {      \
    float_panel(tile, few, panel, id, rows);                                                            \
  }
M3_INTEGERS_OF(int8_panel, M3_PACKED_INT8)
M3_INTEGERS_OF(int8_rows_panel, M3_PACKED_INT8_ROWS)
M3_INTEGERS_OF(int4_panel, M3_PACKED_INT4)
M3_FLOATS_OF(float32_panel, M3_PACKED_FLOAT32)
M3_FLOATS_OF(float16_panel, M3_PACKED_FLOAT16)
M3_FLOATS_OF(bfloat16_panel, M3_PACKED_BFLOAT16)

static void M3_AT_LEVEL(few_rows_task)(size_t task, size_t worker, void *context) {
  (void)worker;
  const m3_few_rows *few = context;
  const size_t end = few->panels * (task + 1) / few->chunks;
  float tile[M3_FEW_ROWS * M3_PANEL];
  for (size_t p = few->panels * task / few->chunks; p < end; p++) {
    for (const m3_product *product = few->products; product < few->products + few->count; product++) {
      const m3_packed *weight = &product->weight;
      if (p * M3_PANEL >= weight->outputs) continue;
      const size_t panel_bytes = m3_packed_panel_bytes(weight->type, weight->inputs), rows = product->rows;
      const unsigned char *panel = (const unsigned char *)weight->bytes + p * panel_bytes;
      switch (weight->type) {
        case M3_PACKED_FLOAT32: float32_panel(tile, few, panel, rows); break;
        case M3_PACKED_FLOAT16: float16_panel(tile, few, panel, rows); break;
        case M3_PACKED_BFLOAT16: bfloat16_panel(tile, few, panel, rows); break;
        case M3_PACKED_INT8: int8_panel(tile, few, panel, rows); break;
        case M3_PACKED_INT8_ROWS: int8_rows_panel(tile, few, panel, rows); break;
        case M3_PACKED_INT4: int4_panel(tile, few, panel, rows); break;
      }
      finish(tile, M3_PANEL, product, 0, rows, p * M3_PANEL);
    }
  }
}
#else
// Bytes of x in the form that the kernels read.
static size_t row_bytes(const m3_packed *weight) {
  const size_t blocks = (weight->inputs + M3_BLOCK - 1) / M3_BLOCK;
  if (weight->type <= M3_PACKED_BFLOAT16) return blocks * M3_BLOCK * sizeof(float);
  return blocks * (M3_BLOCK * 2 + sizeof(float) + sizeof(int));
}

size_t m3_few_rows_scratch(const m3_packed *weight, size_t rows) {
  return ((rows + 1) * row_bytes(weight) + 63) / 64 * 64;  // one for a row on its way
}

static void prepare_floats(m3_few_rows *few, size_t row) {
  const m3_product *product = few->products;
  const size_t width = few->blocks * M3_BLOCK, inputs = product->weight.inputs;
  const char *x = (const char *)product->x.values + row * product->x.stride * m3_element_size(product->x.type);
  m3_to_float(few->x + row * width, x, product->x.type, inputs);
  for (size_t k = inputs; k < width; k++) few->x[row * width + k] = 0;
}

// Rows one after another within each block, so that a kernel finds them all with one pointer; `row` is room for one.
static void prepare_integers(m3_few_rows *few, size_t index, signed char *row) {
  const m3_product *product = few->products;
  const size_t rows = product->rows, blocks = few->blocks;
  const char *x = (const char *)product->x.values + index * product->x.stride * m3_element_size(product->x.type);
  float *scales = (float *)(void *)(row + blocks * M3_BLOCK);
  int *sums = (int *)(scales + blocks);
  m3_quantize_row(row, scales, sums, x, product->x.type, product->weight.inputs);
  for (size_t b = 0; b < blocks; b++) {
    const size_t at = b * rows + index;
    few->scales[at] = scales[b];
    few->sums[at] = sums[b];
    memcpy(few->q + at * M3_BLOCK, row + b * M3_BLOCK, M3_BLOCK);
    for (size_t k = 0; k < M3_BLOCK; k++) {
      const signed char q = row[b * M3_BLOCK + k];
      few->size[at * M3_BLOCK + k] = (unsigned char)(q < 0 ? -q : q);
    }
  }
}

bool m3_multiply_few_rows(const m3_product *products, size_t count, void *scratch) {
  const size_t inputs = products->weight.inputs, rows = products->rows, blocks = (inputs + M3_BLOCK - 1) / M3_BLOCK;
  const bool floats = products->weight.type <= M3_PACKED_BFLOAT16;
  m3_few_rows few = {.products = products, .count = count, .blocks = blocks, .x = scratch};
  size_t bytes = 0;
  for (const m3_product *product = products; product < products + count; product++) {
    const m3_packed *weight = &product->weight;
    if (rows > M3_FEW_ROWS) return false;
    if ((weight->type <= M3_PACKED_BFLOAT16) != floats) return false;
    const size_t panels = (weight->outputs + M3_PANEL - 1) / M3_PANEL;
    if (panels > few.panels) few.panels = panels;
    bytes += m3_packed_bytes(weight->type, weight->outputs, inputs);
  }
  few.scales = scratch;
  few.sums = (int *)(few.scales + rows * blocks);
  few.q = (signed char *)(few.sums + rows * blocks);
  few.size = (unsigned char *)few.q + rows * blocks * M3_BLOCK;
  for (size_t row = 0; row < rows; row++) {
    if (floats) {
      prepare_floats(&few, row);
    } else {
      prepare_integers(&few, row, (signed char *)few.size + rows * blocks * M3_BLOCK);
    }
  }
  const size_t worth_a_task = 64 << 10;
  const size_t most = bytes / worth_a_task + 1, wanted = 4 * m3_threads_in_use();
  few.chunks = wanted < most ? wanted : most;
  if (few.chunks > few.panels) few.chunks = few.panels;
  m3_parallel_for(few.chunks, m3_kernels()->few_rows_task, &few);
  return true;
}
#endif
