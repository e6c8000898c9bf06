// Products of many rows.
#include "../cpu/kernel_table.h"
#include "pieces.h"
#include "quantize.h"

#ifdef M3_LEVEL
// Rows of x, [slice, row], filled up with zeros to whole blocks, in the plan's form.
static void hold_rows(void *to, const m3_product_plan *plan, size_t row, size_t rows, size_t slice, size_t slices) {
  const m3_product *product = plan->product;
  const size_t inputs = product->weight.inputs;
  for (size_t s = 0; s < slices; s++) {
    const size_t start = (slice + s) * M3_SLICE;
    const size_t count = inputs - start < M3_SLICE ? inputs - start : M3_SLICE;
    const size_t whole = (count + M3_BLOCK - 1) / M3_BLOCK * M3_BLOCK;
    for (size_t r = 0; r < rows; r++, to = (char *)to + plan->row_bytes) {
      float space[M3_SLICE], *x = plan->form == M3_HELD_FLOATS ? to : space;
      M3_AT_LEVEL(to_float)(x, matrix_at(&product->x, row + r, start), product->x.type, count);
      for (size_t k = count; k < whole; k++) x[k] = 0;
      if (plan->form == M3_HELD_BFLOAT16S) {
        for (size_t part = 0; part < plan->parts; part++) {
          uint16_t *halves = (uint16_t *)to + part * M3_SLICE;
          for (size_t k = 0; k < whole; k++) {
            halves[k] = float_as_bfloat16(x[k]);
            x[k] -= bits_as_float((uint32_t)halves[k] << 16);
          }
        }
        continue;
      }
      if (product->weight.type <= M3_PACKED_BFLOAT16) continue;
      for (size_t k = 0; k < whole; k += M3_BLOCK) hold_block(to, k / M3_BLOCK, x + k, product->weight.type);
    }
  }
}

// Blocks of a panel in the form that the micro-kernel reads; `index` is the panel's among those of the tile.
static void unpack_slice(void *to, size_t index, const m3_product_plan *plan, const unsigned char *from,
                         const unsigned char *row_scales, size_t blocks) {
  const m3_packed_type type = plan->product->weight.type;
#if M3_HAS_TILES
  if (plan->form == M3_HELD_BFLOAT16S) {
    unpack_tiles((uint16_t *)to + index * M3_SLICE * M3_PANEL, type, from, row_scales, blocks);
    return;
  }
#endif
#if M3_HAS_INTEGERS
  if (plan->form == M3_HELD_INTEGERS) {
    unpack_integers((integer_slice *)to + index, type, from, row_scales, blocks);
    return;
  }
#endif
  unpack((float *)to + index * M3_SLICE * M3_PANEL, type, from, row_scales, blocks);
}

// Whether the micro-kernel reads the weights as they lie.
static bool lies_ready(const m3_product_plan *plan) {
  const m3_packed_type type = plan->product->weight.type;
  return plan->form == M3_HELD_BFLOAT16S ? type == M3_PACKED_BFLOAT16 : type == M3_PACKED_FLOAT32;
}

// sums += rows of x times what was unpacked, or weights that lie ready, whose panels are `panel_bytes` apart; set instead
// of added in the first slice.
static void multiply_strip(float *sums, size_t sums_panel, const char *held, const m3_product_plan *plan, const void *b,
                           size_t panel_bytes, size_t blocks, bool first, size_t rows, size_t panels) {
#if M3_HAS_TILES
  if (plan->form == M3_HELD_BFLOAT16S) {
    const size_t b_panel = lies_ready(plan) ? panel_bytes / sizeof(uint16_t) : M3_SLICE * M3_PANEL;
    tile_strip(sums, sums_panel, (const void *)held, plan->parts, b, b_panel, blocks, first, rows, panels);
    return;
  }
#endif
#if M3_HAS_INTEGERS
  if (plan->form == M3_HELD_INTEGERS) {
    for (size_t p = 0; p < panels && first; p++) memset(sums + p * sums_panel, 0, rows * M3_PANEL * sizeof *sums);
    __typeof__(pair_strip) *multiply = plan->product->weight.type == M3_PACKED_INT4 ? byte_strip : pair_strip;
    multiply(sums, sums_panel, (const void *)held, b, blocks, rows, panels);
    return;
  }
#endif
  const size_t b_panel = lies_ready(plan) ? panel_bytes / sizeof(float) : M3_SLICE * M3_PANEL;
  strip(sums, M3_PANEL, sums_panel, (const void *)held, b, b_panel, blocks * M3_BLOCK, !first, rows, panels);
}

// The most rows of a strip, and where strip `s` begins: strips are of about the same height, but whole tiles.
static size_t strip_height(const m3_product_plan *plan) {
#if M3_HAS_TILES
  if (plan->form == M3_HELD_BFLOAT16S) return M3_TILE_STRIP;
#endif
  (void)plan;
  return M3_STRIP;
}

static size_t strip_start(const m3_product_plan *plan, size_t s, size_t strips, size_t rows) {
  if (plan->form != M3_HELD_BFLOAT16S) return rows * s / strips;
  return s == strips ? rows : s * strip_height(plan);
}

// One slice of one to M3_WIDE panels times a band of held rows. What is read next is the next slice, or this slice of the
// next panels.
static void multiply_slice(float *sums, size_t sums_panel, const char *held, size_t rows, const m3_product_plan *plan,
                           size_t panel, size_t panels, size_t slice, bool next_is_slice, void *unpacked) {
  const m3_packed *weight = &plan->product->weight;
  const size_t panel_bytes = m3_packed_panel_bytes(weight->type, weight->inputs);
  const size_t blocks_in_all = (weight->inputs + M3_BLOCK - 1) / M3_BLOCK, first = slice * (M3_SLICE / M3_BLOCK);
  const size_t left = blocks_in_all - first, blocks = left < M3_SLICE / M3_BLOCK ? left : M3_SLICE / M3_BLOCK;
  const unsigned char *header = (const unsigned char *)weight->bytes + panel * panel_bytes;
  const unsigned char *from =
    header + m3_packed_panel_header_bytes(weight->type) + first * m3_packed_block_bytes(weight->type);
  const bool ready = lies_ready(plan);
  for (size_t p = 0; p < panels && !ready; p++) {
    unpack_slice(unpacked, p, plan, from + p * panel_bytes, header + p * panel_bytes, blocks);
  }
  // Asked for while there is work: the next strip's sums, and bit by bit what is read next.
  const size_t height = strip_height(plan), strips = (rows + height - 1) / height, bytes = blocks * m3_packed_block_bytes(weight->type);
  const unsigned char *next = from + (next_is_slice ? bytes : panels * panel_bytes);
  const size_t share = bytes / strips;
  for (size_t s = 0; s < strips; s++) {
    const size_t r = strip_start(plan, s, strips, rows), end = strip_start(plan, s + 1, strips, rows);
    for (size_t i = 0; i < M3_STRIP; i++) __builtin_prefetch(sums + (end + i) * M3_PANEL);
    for (size_t p = 0; p < panels; p++) {
      for (size_t at = 0; at < share; at += 64) __builtin_prefetch(next + p * panel_bytes + s * share + at, 0, 2);
    }
    multiply_strip(sums + r * M3_PANEL, sums_panel, held + r * plan->row_bytes, plan, ready ? from : unpacked,
                   panel_bytes, blocks, slice == 0, end - r, panels);
  }
}

static void M3_AT_LEVEL(product_task)(size_t task, size_t worker, void *context) {
  const m3_product_plan *plan = context;
  const m3_product *product = plan->product;
  const size_t band = task / plan->chunks, chunk = task % plan->chunks;
  const size_t first_row = product->rows * band / plan->bands;
  const size_t rows = product->rows * (band + 1) / plan->bands - first_row;
  const size_t first_panel = plan->panels * chunk / plan->chunks;
  const size_t end_panel = plan->panels * (chunk + 1) / plan->chunks;
  const size_t slices = (product->weight.inputs + M3_SLICE - 1) / M3_SLICE;
  const size_t sums_panel = (rows + plan->row_step - 1) / plan->row_step * plan->row_step * M3_PANEL;
  float *unpacked = (float *)(void *)(plan->scratch + worker * plan->worker_bytes);
  char *held = (char *)(unpacked + M3_MOST_PANELS * M3_SLICE * M3_PANEL);
  float *sums = (float *)(void *)(held + plan->held_bytes);
#if M3_HAS_TILES
  if (plan->form == M3_HELD_BFLOAT16S) begin_tiles();
#endif
  for (size_t slice = 0; slice < slices; slice += plan->slices_held) {
    const size_t count = slices - slice < plan->slices_held ? slices - slice : plan->slices_held;
    hold_rows(held, plan, first_row, rows, slice, count);
    for (size_t panel = first_panel; panel < end_panel; panel += M3_WIDE) {
      const size_t panels = end_panel - panel < M3_WIDE ? end_panel - panel : M3_WIDE;
      float *tile = count == slices ? sums : sums + (panel - first_panel) * sums_panel;
      for (size_t s = 0; s < count; s++) {
        multiply_slice(tile, sums_panel, held + s * rows * plan->row_bytes, rows, plan, panel, panels, slice + s,
                       s + 1 < count, unpacked);
      }
      if (slice + count < slices) continue;
      for (size_t p = 0; p < panels; p++) {
        finish(tile + p * sums_panel, M3_PANEL, product, first_row, rows, (panel + p) * M3_PANEL);
      }
    }
  }
#if M3_HAS_TILES
  if (plan->form == M3_HELD_BFLOAT16S) _tile_release();
#endif
}
#else
#include <unistd.h>

// Bytes of the second cache that a product may fill with rows of x: half of it.
static size_t room_for_rows(void) {
#ifdef _SC_LEVEL2_CACHE_SIZE
  const long size = sysconf(_SC_LEVEL2_CACHE_SIZE);
#else
  const long size = 0;  // unknown
#endif
  const size_t least = 256 << 10, usual = 512 << 10, most = 2048 << 10;
  const size_t bytes = size <= 0 ? usual : (size_t)size < least ? least : (size_t)size > most ? most : (size_t)size;
  return bytes / 2;
}

static size_t quotient_up(size_t value, size_t by) { return (value + by - 1) / by; }
static size_t lesser(size_t a, size_t b) { return a < b ? a : b; }
static size_t greater(size_t a, size_t b) { return a > b ? a : b; }

// As what the level in use holds rows of x.
static m3_held_form form_of(m3_packed_type type) {
  const m3_cpu_level level = m3_kernels()->level;
  if (level >= M3_CPU_AMX && type >= M3_PACKED_BFLOAT16) return M3_HELD_BFLOAT16S;
  return level > M3_CPU_PORTABLE && type > M3_PACKED_BFLOAT16 ? M3_HELD_INTEGERS : M3_HELD_FLOATS;
}

static size_t form_row_bytes(m3_held_form form) {
  switch (form) {
    case M3_HELD_FLOATS: return M3_SLICE * sizeof(float);
    case M3_HELD_INTEGERS: return sizeof(m3_integer_row);
    case M3_HELD_BFLOAT16S: return M3_SLICE * sizeof(uint16_t);
  }
  return 0;
}

// The plan of a product of so many rows. Nothing in it changes a result: each sum runs over the inputs in order.
static m3_product_plan plan_of(const m3_packed *weight, size_t rows) {
  m3_product_plan plan = {.panels = quotient_up(weight->outputs, M3_PANEL)};
  plan.form = form_of(weight->type);
  const bool tiles = plan.form == M3_HELD_BFLOAT16S;
  // Weights that are exact bfloat16s deserve a finer x.
  plan.parts = tiles && weight->type == M3_PACKED_BFLOAT16 ? 2 : 1;
  plan.row_bytes = plan.parts * form_row_bytes(plan.form);
  plan.row_step = tiles ? M3_TILE : 1;
  const size_t slices = greater(1, quotient_up(weight->inputs, M3_SLICE)), room = room_for_rows();
  // Bands as high as the cache has room for, with all their inputs if that is not too low; tasks enough that all threads
  // end together, unless all is soon done. Tiles multiply so fast that weights must be unpacked, and x be held, for more.
  const size_t least_rows = 48, good_rows = tiles ? 512 : 96, least_panels = tiles ? 64 : 16, most_panels = 64;
  const bool soon_done = (double)rows * (double)weight->outputs * (double)weight->inputs < 1 << 19;
  const size_t threads = soon_done ? 1 : m3_threads_in_use(), tasks = threads == 1 ? 1 : 4 * threads;
  const size_t whole_rows = room / (slices * plan.row_bytes), some_rows = room / plan.row_bytes;
  plan.bands = quotient_up(rows, greater(1, whole_rows >= good_rows ? whole_rows : some_rows));
  plan.chunks = lesser(quotient_up(tasks, plan.bands), greater(1, plan.panels / least_panels));
  if (plan.bands * plan.chunks < tasks) {
    plan.bands = greater(plan.bands, lesser(quotient_up(tasks, plan.chunks), greater(1, rows / least_rows)));
  }
  plan.most_rows = quotient_up(rows, plan.bands);
  plan.slices_held = lesser(slices, greater(1, room / (plan.most_rows * plan.row_bytes)));
  if (plan.slices_held < slices) plan.chunks = greater(plan.chunks, quotient_up(plan.panels, most_panels));
  plan.tile_panels = plan.slices_held == slices ? M3_MOST_PANELS : quotient_up(plan.panels, plan.chunks);
  const size_t sums_rows = quotient_up(plan.most_rows, plan.row_step) * plan.row_step;
  const size_t floats = M3_MOST_PANELS * M3_SLICE * M3_PANEL + plan.tile_panels * sums_rows * M3_PANEL;
  plan.held_bytes = (plan.slices_held * plan.most_rows + plan.row_step - 1) * plan.row_bytes;
  plan.worker_bytes = quotient_up(floats * sizeof(float) + plan.held_bytes, 64) * 64;
  return plan;
}

size_t m3_product_scratch(const m3_packed *weight, size_t rows) {
  const size_t few = m3_few_rows_scratch(weight, rows < M3_FEW_ROWS ? rows : M3_FEW_ROWS);
  return greater(few, rows == 0 ? 0 : plan_of(weight, rows).worker_bytes * m3_threads_in_use());
}

void m3_multiply(const m3_product *product, void *scratch) {
  if (product->rows == 0 || product->weight.outputs == 0) return;
  if (m3_multiply_few_rows(product, 1, scratch)) return;
  m3_product_plan plan = plan_of(&product->weight, product->rows);
  plan.product = product;
  plan.scratch = scratch;
  m3_parallel_for(plan.bands * plan.chunks, m3_kernels()->product_task, &plan);
}

void m3_multiply_together(const m3_product *products, size_t count, void *scratch) {
  if (count == 0 || products->rows == 0 || m3_multiply_few_rows(products, count, scratch)) return;
  for (size_t i = 0; i < count; i++) m3_multiply(products + i, scratch);
}
#endif
