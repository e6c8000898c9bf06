// Packing of weights, a panel at a time.
#include "../cpu/kernel_table.h"
#include "pieces.h"
#include "quantize.h"

#include <stdatomic.h>

#ifdef M3_LEVEL
// One block of a panel from 16 rows of floats, in the order that docs/quantised-weights.md draws.
static void M3_AT_LEVEL(pack_floats)(unsigned char *block, m3_packed_type type, float (*rows)[M3_BLOCK]) {
  for (size_t k = 0; k < M3_BLOCK; k++) {
    for (size_t n = 0; n < M3_PANEL; n++) {
      const float value = rows[n][k];
      uint16_t half;
      switch (type) {
        case M3_PACKED_FLOAT32: memcpy(block + 4 * (k * M3_PANEL + n), &value, 4); break;
        case M3_PACKED_FLOAT16:
          half = float_as_float16(value);
          memcpy(block + 2 * (k * M3_PANEL + n), &half, 2);
          break;
        default:
          half = float_as_bfloat16(value);
          memcpy(block + 2 * (k / 2 * 2 * M3_PANEL + 2 * n + k % 2), &half, 2);
      }
    }
  }
}

static void M3_AT_LEVEL(put_int8)(unsigned char *weights, size_t n, const float *q) {
  for (size_t k = 0; k < M3_BLOCK; k++) {
    weights[k / 4 * 4 * M3_PANEL + 4 * n + k % 4] = (unsigned char)(signed char)(int)q[k];
  }
}

static void M3_AT_LEVEL(put_int4)(unsigned char *weights, size_t n, const float *q) {
  for (size_t k = 0; k < M3_BLOCK / 2; k++) {  // byte k % 4 of row k / 4: input 8 * (k / 4) + k % 4 and the fourth after
    const size_t low = k / 4 * 8 + k % 4;
    weights[k / 4 * 4 * M3_PANEL + 4 * n + k % 4] =
      (unsigned char)((unsigned)((int)q[low] + 8) | (unsigned)((int)q[low + 4] + 8) << 4);
  }
}

// Writes one block of integers with its scales; false when a weight has no place in it.
static bool M3_AT_LEVEL(pack_integers)(unsigned char *block, m3_packed_type type, float (*rows)[M3_BLOCK],
                                       const float *row_scales) {
  bool good = true;
  for (size_t n = 0; n < M3_PANEL; n++) {
    float q[M3_BLOCK];
    good &= all_finite(rows[n], M3_BLOCK);
    if (type == M3_PACKED_INT8_ROWS) {
      round_to_scale(q, rows[n], M3_BLOCK, row_scales[n], -127, 127);
      M3_AT_LEVEL(put_int8)(block, n, q);
      continue;
    }
    const uint16_t scale = type == M3_PACKED_INT8 ? int8_block(q, rows[n]) : int4_block(q, rows[n]);
    good &= (scale & 0x7C00) != 0x7C00;
    if (!good) return false;
    memcpy(block + 2 * n, &scale, 2);
    if (type == M3_PACKED_INT8) {
      M3_AT_LEVEL(put_int8)(block + 2 * M3_PANEL, n, q);
    } else {
      M3_AT_LEVEL(put_int4)(block + 2 * M3_PANEL, n, q);
    }
  }
  return good;
}

// One block's inputs of the panel's rows; zeros beyond the weight's sides.
static void M3_AT_LEVEL(read_block)(float (*rows)[M3_BLOCK], const m3_packing *packing, size_t panel, size_t start) {
  memset(rows, 0, M3_PANEL * sizeof *rows);
  const size_t left = packing->inputs - start, count = left < M3_BLOCK ? left : M3_BLOCK;
  for (size_t n = 0; n < M3_PANEL && panel * M3_PANEL + n < packing->outputs; n++) {
    const char *row = (const char *)packing->from + (panel * M3_PANEL + n) * packing->stride;
    M3_AT_LEVEL(to_float)(rows[n], row + start * m3_element_size(packing->element), packing->element, count);
  }
}

static void M3_AT_LEVEL(pack_panel)(size_t panel, size_t worker, void *context) {
  (void)worker;
  m3_packing *packing = context;
  const m3_packed_type type = packing->type;
  unsigned char *to = (unsigned char *)packing->to + panel * m3_packed_panel_bytes(type, packing->inputs);
  float rows[M3_PANEL][M3_BLOCK], scales[M3_PANEL] = {0};
  const bool is_float = type <= M3_PACKED_BFLOAT16;
  if (type == M3_PACKED_INT8_ROWS) {
    for (size_t start = 0; start < packing->inputs; start += M3_BLOCK) {
      M3_AT_LEVEL(read_block)(rows, packing, panel, start);
      for (size_t n = 0; n < M3_PANEL; n++) {
        const float most = greatest(rows[n], M3_BLOCK) / 127.0f;
        scales[n] = most > scales[n] ? most : scales[n];
      }
    }
    for (size_t n = 0; n < M3_PANEL; n++) scales[n] = scales[n] < 1e-30f ? 0 : scales[n];
    memcpy(to, scales, sizeof scales);
    to += sizeof scales;
  }
  for (size_t start = 0; start < packing->inputs; start += M3_BLOCK) {
    M3_AT_LEVEL(read_block)(rows, packing, panel, start);
    if (is_float) {
      M3_AT_LEVEL(pack_floats)(to, type, rows);
    } else if (!M3_AT_LEVEL(pack_integers)(to, type, rows, scales)) {
      atomic_store_explicit(&packing->failed, true, memory_order_relaxed);
      return;
    }
    to += m3_packed_block_bytes(type);
  }
}
#else
#include <math.h>

bool m3_pack(void *to, m3_packed_type type, const void *from, m3_element element, size_t stride, size_t outputs,
             size_t inputs) {
  m3_packing packing = {
    .to = to, .type = type, .from = from, .element = element, .stride = stride, .outputs = outputs, .inputs = inputs};
  m3_parallel_for((outputs + M3_PANEL - 1) / M3_PANEL, m3_kernels()->pack_panel, &packing);
  return !atomic_load_explicit(&packing.failed, memory_order_relaxed);
}

// The scale of a row, or of a block of it; 0 when all is 0, infinite when it has no room.
static float scale_of(m3_packed_type type, const float *x, size_t count) {
  float most = 0, extreme = 0;
  for (size_t i = 0; i < count; i++) {
    if (!isfinite(x[i])) return INFINITY;
    if (fabsf(x[i]) > most || (fabsf(x[i]) == most && x[i] < 0)) {
      most = fabsf(x[i]);
      extreme = x[i];
    }
  }
  if (most == 0) return 0;
  if (type == M3_PACKED_INT8_ROWS) return most / 127 < 1e-30f ? 0 : most / 127;
  if (type == M3_PACKED_INT8) return float16_by_arithmetic(float_as_float16(most / 127));
  float best = 0, least = INFINITY;
  for (float reach = 7; reach <= 8.75f; reach += 0.25f) {
    const float scale = float16_by_arithmetic(float_as_float16(-extreme / reach));
    if (isinf(scale)) return scale;
    float q[M3_BLOCK];
    round_to_scale(q, x, M3_BLOCK, scale, -8, 7);
    const float error = squared_error(x, q, scale);
    if (error < least) {
      least = error;
      best = scale;
    }
  }
  return best;
}

static int to_nearest(float x, float scale, int low, int high) {
  const float q = scale != 0 ? rintf(x * (1.0f / scale)) : 0;
  return q < (float)low ? low : q > (float)high ? high : (int)q;
}

// Writes one weight at its place, as `weight_at` in layout.c reads it.
static void put(m3_packed_type type, unsigned char *block, size_t n, size_t k, float x, float scale) {
  const uint16_t scale_bits = float_as_float16(scale), half = float_as_float16(x), brain = float_as_bfloat16(x);
  switch (type) {
    case M3_PACKED_FLOAT32: memcpy(block + 4 * (k * M3_PANEL + n), &x, 4); break;
    case M3_PACKED_FLOAT16: memcpy(block + 2 * (k * M3_PANEL + n), &half, 2); break;
    case M3_PACKED_BFLOAT16: memcpy(block + 2 * (k / 2 * 2 * M3_PANEL + 2 * n + k % 2), &brain, 2); break;
    case M3_PACKED_INT8_ROWS:
      block[k / 4 * 4 * M3_PANEL + 4 * n + k % 4] = (unsigned char)to_nearest(x, scale, -127, 127);
      break;
    case M3_PACKED_INT8:
      memcpy(block + 2 * n, &scale_bits, 2);
      block[2 * M3_PANEL + k / 4 * 4 * M3_PANEL + 4 * n + k % 4] = (unsigned char)to_nearest(x, scale, -127, 127);
      break;
    case M3_PACKED_INT4:
      memcpy(block + 2 * n, &scale_bits, 2);
      block[2 * M3_PANEL + k / 8 * 4 * M3_PANEL + 4 * n + k % 4] |=
        (unsigned char)((to_nearest(x, scale, -8, 7) + 8) << (k % 8 < 4 ? 0 : 4));
      break;
  }
}

bool m3_pack_reference(void *to, m3_packed_type type, const void *from, m3_element element, size_t stride,
                       size_t outputs, size_t inputs) {
  memset(to, 0, m3_packed_bytes(type, outputs, inputs));
  const size_t header = m3_packed_panel_header_bytes(type), panels = (outputs + M3_PANEL - 1) / M3_PANEL;
  for (size_t row = 0; row < panels * M3_PANEL; row++) {
    unsigned char *panel = (unsigned char *)to + row / M3_PANEL * m3_packed_panel_bytes(type, inputs);
    float row_scale = 0;
    for (size_t pass = 0; pass < 2; pass++) {  // the row's own scale first
      for (size_t start = 0; start < inputs; start += M3_BLOCK) {
        float x[M3_BLOCK] = {0};
        for (size_t k = 0; k < M3_BLOCK && start + k < inputs && row < outputs; k++) {
          const char *at = (const char *)from + row * stride + (start + k) * m3_element_size(element);
          m3_to_float_reference(x + k, at, element, 1);
        }
        const float scale = type <= M3_PACKED_BFLOAT16 ? 0 : scale_of(type, x, M3_BLOCK);
        if (isinf(scale)) return false;
        if (pass == 0) row_scale = fmaxf(row_scale, scale);
        unsigned char *block = panel + header + start / M3_BLOCK * m3_packed_block_bytes(type);
        for (size_t k = 0; pass == 1 && k < M3_BLOCK; k++) {
          put(type, block, row % M3_PANEL, k, x[k], type == M3_PACKED_INT8_ROWS ? row_scale : scale);
        }
      }
    }
    if (header != 0) memcpy(panel + 4 * (row % M3_PANEL), &row_scale, 4);
  }
  return true;
}
#endif
