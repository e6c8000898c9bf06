// Products of many rows on AMX's tiles: x and the weights as bfloat16, sums as floats. A tile of the weights is a block of
// a panel, which is how bfloat16 weights lie, and x is then the sum of two bfloat16s; integers are multiplied by their
// scales and rounded to bfloat16, and x is rounded too.
#if M3_HAS_TILES
enum { M3_TILE_STRIP = 2 * M3_TILE };  // rows of the strip that the micro-kernel works on

// Of Intel's manual (volume 1, chapter 18): palette 1, then bytes and rows of each tile.
typedef struct {
  uint8_t palette, start_row, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
} tile_config;

M3_INLINE void begin_tiles(void) {
  tile_config config = {.palette = 1};
  for (int tile = 0; tile < 8; tile++) {
    config.row_bytes[tile] = 64;
    config.rows[tile] = M3_TILE;
  }
  __asm__ volatile("" : : "r"(&config) : "memory");  // some compilers' intrinsic declares too short a read
  _tile_loadconfig(&config);
}

// Bits of a finite float whose upper half is the nearest bfloat16, ties to even.
M3_INLINE ints rounded_bits(floats value) {
  const ints bits = (ints)value;
  return bits + 0x7FFF + (bits >> 16 & 1);
}

// Two inputs of 16 outputs, as they stand beside each other in a tile.
M3_INLINE void store_pair(uint16_t *to, floats even, floats odd) {
  store(to, (floats)((ints)((bits32)rounded_bits(even) >> 16) | (rounded_bits(odd) & (int)0xFFFF0000)));
}

// `blocks` blocks of integers of a panel as tiles; the same bytes as `unpack` (unpack.h) reads.
static void unpack_tiles(uint16_t *restrict to, m3_packed_type type, const unsigned char *restrict from,
                         const unsigned char *row_scales, size_t blocks) {
  enum { ROW = 4 * M3_PANEL, PAIR = 2 * M3_PANEL };
  for (size_t b = 0; b < blocks; b++) {
    const floats scale = type == M3_PACKED_INT8_ROWS ? load(row_scales) : load_float16(from);
    if (type != M3_PACKED_INT8_ROWS) from += 2 * M3_PANEL;
    if (type == M3_PACKED_INT4) {
      for (size_t k = 0; k < M3_BLOCK; k += 8, from += ROW, to += 4 * PAIR) {
        const ints pairs = load_ints(from);
        floats low[4], high[4];
        for (int i = 0; i < 4; i++) {
          low[i] = as_floats((pairs >> 8 * i & 15) - 8) * scale;
          high[i] = as_floats((pairs >> (8 * i + 4) & 15) - 8) * scale;
        }
        store_pair(to, low[0], low[1]);
        store_pair(to + PAIR, low[2], low[3]);
        store_pair(to + 2 * PAIR, high[0], high[1]);
        store_pair(to + 3 * PAIR, high[2], high[3]);
      }
    } else {
      for (size_t k = 0; k < M3_BLOCK; k += 4, from += ROW, to += 2 * PAIR) {
        const ints bytes = load_ints(from);
        store_pair(to, as_floats(bytes << 24 >> 24) * scale, as_floats(bytes << 16 >> 24) * scale);
        store_pair(to + PAIR, as_floats(bytes << 8 >> 24) * scale, as_floats(bytes >> 24) * scale);
      }
    }
  }
}

// The micro-kernel: c (+)= x w for up to 32 rows and two panels. Tiles are whole: rows of x and c beyond the last one, up
// to a multiple of 16, are read and written.
//
// c: [row, 16] for each panel; x: [row, part, M3_SLICE]; w: tiles, `w_panel` elements from one panel to the next.
M3_INLINE void tile_strip_of(float *c, size_t c_panel, const uint16_t *x, size_t parts, const uint16_t *w,
                             size_t w_panel, size_t blocks, bool first, const bool tall, const bool wide) {
  enum { STRIDE = M3_PANEL * 4, TILE = M3_PANEL * M3_BLOCK };
  const size_t x_row = parts * M3_SLICE, x_stride = x_row * sizeof *x;
  float *below = c + M3_TILE * M3_PANEL;
  if (first) {
    _tile_zero(0);
    if (wide) _tile_zero(1);
    if (tall) _tile_zero(2);
    if (tall && wide) _tile_zero(3);
  } else {
    _tile_loadd(0, c, STRIDE);
    if (wide) _tile_loadd(1, c + c_panel, STRIDE);
    if (tall) _tile_loadd(2, below, STRIDE);
    if (tall && wide) _tile_loadd(3, below + c_panel, STRIDE);
  }
  for (size_t b = 0; b < blocks; b++, x += M3_BLOCK, w += TILE) {
    _tile_loadd(6, w, STRIDE);
    if (wide) _tile_loadd(7, w + w_panel, STRIDE);
    for (size_t part = 0; part < parts; part++) {
      const uint16_t *rows = x + part * M3_SLICE;
      _tile_loadd(4, rows, x_stride);
      _tile_dpbf16ps(0, 4, 6);
      if (wide) _tile_dpbf16ps(1, 4, 7);
      if (tall) {
        _tile_loadd(5, rows + M3_TILE * x_row, x_stride);
        _tile_dpbf16ps(2, 5, 6);
      }
      if (tall && wide) _tile_dpbf16ps(3, 5, 7);
    }
  }
  _tile_stored(0, c, STRIDE);
  if (wide) _tile_stored(1, c + c_panel, STRIDE);
  if (tall) _tile_stored(2, below, STRIDE);
  if (tall && wide) _tile_stored(3, below + c_panel, STRIDE);
}

static void tile_strip(float *c, size_t c_panel, const uint16_t *x, size_t parts, const uint16_t *w, size_t w_panel,
                       size_t blocks, bool first, size_t rows, size_t panels) {
  const bool tall = rows > M3_TILE, wide = panels > 1;
  if (tall && wide) {
    tile_strip_of(c, c_panel, x, parts, w, w_panel, blocks, first, true, true);
  } else if (tall) {
    tile_strip_of(c, c_panel, x, parts, w, w_panel, blocks, first, true, false);
  } else if (wide) {
    tile_strip_of(c, c_panel, x, parts, w, w_panel, blocks, first, false, true);
  } else {
    tile_strip_of(c, c_panel, x, parts, w, w_panel, blocks, first, false, false);
  }
}
#endif
