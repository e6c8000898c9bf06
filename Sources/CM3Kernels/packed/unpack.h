// A panel's blocks as floats, [input, 16 outputs]: what a micro-kernel multiplies by. Fewer than one operation a weight.

// Four inputs of M3_LANES outputs, a byte each.
M3_INLINE void unpack_bytes(float *to, ints bytes, floats scale) {
  for (int k = 0; k < 4; k++) {
    const ints weight = bytes << (24 - 8 * k) >> 24;
    store(to + k * M3_PANEL, as_floats(weight) * scale);
  }
}

// Eight inputs of M3_LANES outputs, half a byte each. Halves are converted where they stand in the word and the scale
// makes up for it: every step is exact but for the last, which rounds once.
M3_INLINE void unpack_nibbles(float *to, ints pairs, floats scale, floats offset) {
  floats shifted = scale;
  for (int k = 0; k < 4; k++) {
    const ints low = pairs & (15 << 8 * k);
    store(to + k * M3_PANEL, as_floats(low) * shifted + offset);
    const ints high = (ints)((bits32)pairs >> 4) & (15 << 8 * k);
    store(to + (k + 4) * M3_PANEL, as_floats(high) * shifted + offset);
    shifted *= 1.0f / 256;
  }
}

// `blocks` blocks of a panel whose first is `from`; `row_scales` are those of M3_PACKED_INT8_ROWS.
static void unpack(float *restrict to, m3_packed_type type, const unsigned char *restrict from,
                                const unsigned char *row_scales, size_t blocks) {
  enum { ROW = M3_PANEL, LANES = M3_LANES };
  switch (type) {
    case M3_PACKED_FLOAT32: memcpy(to, from, blocks * M3_BLOCK * ROW * 4); break;
    case M3_PACKED_FLOAT16:
      for (size_t i = 0; i < blocks * M3_BLOCK * ROW; i += LANES) store(to + i, load_float16(from + 2 * i));
      break;
    case M3_PACKED_BFLOAT16:
      for (size_t k = 0; k < blocks * M3_BLOCK; k += 2, from += 4 * ROW, to += 2 * ROW) {
        for (int v = 0; v < ROW; v += LANES) {
          const ints pairs = load_ints(from + 4 * v);
          store(to + v, (floats)(pairs << 16));
          store(to + ROW + v, (floats)(pairs & (int)0xFFFF0000));
        }
      }
      break;
    case M3_PACKED_INT8:
    case M3_PACKED_INT8_ROWS:
      for (size_t b = 0; b < blocks; b++) {
        floats scale[M3_VECTORS];
        for (int v = 0; v < M3_VECTORS; v++) {
          scale[v] = type == M3_PACKED_INT8 ? load_float16(from + 2 * LANES * v) : load(row_scales + 4 * LANES * v);
        }
        if (type == M3_PACKED_INT8) from += 2 * ROW;
        for (size_t k = 0; k < M3_BLOCK; k += 4, from += 4 * ROW, to += 4 * ROW) {
          for (int v = 0; v < M3_VECTORS; v++) {
            unpack_bytes(to + LANES * v, load_ints(from + 4 * LANES * v), scale[v]);
          }
        }
      }
      break;
    case M3_PACKED_INT4:
      for (size_t b = 0; b < blocks; b++) {
        floats scale[M3_VECTORS];
        for (int v = 0; v < M3_VECTORS; v++) scale[v] = load_float16(from + 2 * LANES * v);
        from += 2 * ROW;
        for (size_t k = 0; k < M3_BLOCK; k += 8, from += 4 * ROW, to += 8 * ROW) {
          for (int v = 0; v < M3_VECTORS; v++) {
            unpack_nibbles(to + LANES * v, load_ints(from + 4 * LANES * v), scale[v], scale[v] * -8.0f);
          }
        }
      }
      break;
  }
}
