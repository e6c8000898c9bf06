// Where packed weights lie. The order of a block is drawn in docs/quantised-weights.md.
#include "../include/packed/m3_packed.h"

#include "../include/m3_convert.h"
#include "../kernels/elements.h"

size_t m3_packed_block_bytes(m3_packed_type type) {
  const size_t weights = M3_PANEL * M3_BLOCK, scales = M3_PANEL * 2;
  switch (type) {
    case M3_PACKED_FLOAT32: return weights * 4;
    case M3_PACKED_FLOAT16:
    case M3_PACKED_BFLOAT16: return weights * 2;
    case M3_PACKED_INT8: return scales + weights;
    case M3_PACKED_INT8_ROWS: return weights;
    case M3_PACKED_INT4: return scales + weights / 2;
  }
  return 0;
}

size_t m3_packed_panel_header_bytes(m3_packed_type type) {
  return type == M3_PACKED_INT8_ROWS ? M3_PANEL * sizeof(float) : 0;
}

size_t m3_packed_panel_bytes(m3_packed_type type, size_t inputs) {
  const size_t blocks = (inputs + M3_BLOCK - 1) / M3_BLOCK;
  return m3_packed_panel_header_bytes(type) + blocks * m3_packed_block_bytes(type);
}

size_t m3_packed_bytes(m3_packed_type type, size_t outputs, size_t inputs) {
  return (outputs + M3_PANEL - 1) / M3_PANEL * m3_packed_panel_bytes(type, inputs);
}

// A weight by its place: `block` is the panel's block, n the output in the panel, k the input in the block.
static float weight_at(m3_packed_type type, const unsigned char *header, const unsigned char *block, size_t n,
                       size_t k) {
  uint16_t half;
  float value;
  switch (type) {
    case M3_PACKED_FLOAT32:
      m3_to_float_reference(&value, block + 4 * (k * M3_PANEL + n), M3_FLOAT32, 1);
      return value;
    case M3_PACKED_FLOAT16:
      m3_to_float_reference(&value, block + 2 * (k * M3_PANEL + n), M3_FLOAT16, 1);
      return value;
    case M3_PACKED_BFLOAT16:
      m3_to_float_reference(&value, block + 2 * (k / 2 * 2 * M3_PANEL + 2 * n + k % 2), M3_BFLOAT16, 1);
      return value;
    case M3_PACKED_INT8_ROWS:
      memcpy(&value, header + 4 * n, sizeof value);
      return (float)(signed char)block[k / 4 * 4 * M3_PANEL + 4 * n + k % 4] * value;
    case M3_PACKED_INT8:
      memcpy(&half, block + 2 * n, sizeof half);
      m3_to_float_reference(&value, &half, M3_FLOAT16, 1);
      return (float)(signed char)block[2 * M3_PANEL + k / 4 * 4 * M3_PANEL + 4 * n + k % 4] * value;
    case M3_PACKED_INT4: {
      memcpy(&half, block + 2 * n, sizeof half);
      m3_to_float_reference(&value, &half, M3_FLOAT16, 1);
      const unsigned char pair = block[2 * M3_PANEL + k / 8 * 4 * M3_PANEL + 4 * n + k % 4];
      return (float)((int)(k % 8 < 4 ? pair & 15 : pair >> 4) - 8) * value;
    }
  }
  return 0;
}

void m3_packed_row(float *to, const m3_packed *weight, size_t output) {
  const size_t panel_bytes = m3_packed_panel_bytes(weight->type, weight->inputs);
  const unsigned char *panel = (const unsigned char *)weight->bytes + output / M3_PANEL * panel_bytes;
  const unsigned char *blocks = panel + m3_packed_panel_header_bytes(weight->type);
  for (size_t k = 0; k < weight->inputs; k++) {
    const unsigned char *block = blocks + k / M3_BLOCK * m3_packed_block_bytes(weight->type);
    to[k] = weight_at(weight->type, panel, block, output % M3_PANEL, k % M3_BLOCK);
  }
}
