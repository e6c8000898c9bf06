// Products of many rows with weights of integers: x is rounded to integers too, each 32 inputs with a scale of their
// own, so that an instruction does two or four times the products that it does on floats. For int8 weights x has 16 bits
// and loses less than bfloat16 would; for int4 weights it has 8, as for few rows: their own rounding is far coarser.

M3_INLINE float levels_of_x(m3_packed_type type) { return type == M3_PACKED_INT4 ? 127.0f : 32767.0f; }

// The scale of a block of inputs and its inverse; NaN and 0 when one of them is not finite, so that results are NaN.
M3_INLINE float scale_of_x(const float *x, float levels, float *inverse) {
  const float most = greatest(x, M3_BLOCK), exact = most / levels, scale = exact < 1e-30f ? 0 : exact;
  const bool finite = (float_bits(most) & 0x7F800000) != 0x7F800000;
  *inverse = scale != 0 && finite ? 1.0f / scale : 0;
  return finite ? scale : __builtin_nanf("");
}

#if M3_LANES == 4
// The same rounding where integers are no faster: x, which is the row itself, stays floats.
M3_INLINE void hold_block(void *row, size_t b, float *x, m3_packed_type type) {
  (void)row, (void)b;
  float inverse;
  const float scale = scale_of_x(x, levels_of_x(type), &inverse);
  for (size_t k = 0; k < M3_BLOCK; k++) x[k] = (inverse == 0 ? 0 : nearest(x[k] * inverse)) * scale;
}
#else
#define M3_HAS_INTEGERS 1
// Words that one instruction multiplies: two inputs of 16 bits, or four of 8 (`bytes`); and such words of a block.
enum { M3_PAIR_STEPS = M3_BLOCK / 2, M3_BYTE_STEPS = M3_BLOCK / 4 };

typedef float eight_floats __attribute__((vector_size(32)));
typedef int32_t eight_ints __attribute__((vector_size(32)));
typedef int32_t eight_ints_anywhere __attribute__((vector_size(32), aligned(1), may_alias));
typedef int8_t eight_bytes __attribute__((vector_size(8)));

M3_INLINE eight_ints round_eight(const float *x, float inverse) {
#pragma clang fp contract(off)
  eight_floats value;
  memcpy(&value, x, sizeof value);
  return __builtin_convertvector((value * inverse + 12582912.0f) - 12582912.0f, eight_ints);
}

// Block `b` of a row, from 32 floats, which may change.
M3_INLINE void hold_block(void *to, size_t b, float *x, m3_packed_type type) {
  m3_integer_row *row = to;
  float inverse;
  row->scales[b] = scale_of_x(x, levels_of_x(type), &inverse);
  if (inverse == 0) memset(x, 0, M3_BLOCK * sizeof *x);
  if (type == M3_PACKED_INT4) {
    eight_ints sums = {};
    for (size_t k = 0; k < M3_BLOCK; k += 8) {
      const eight_ints q = round_eight(x + k, inverse);
      const eight_bytes bytes = __builtin_convertvector(q, eight_bytes);
      memcpy(row->words + b * M3_BYTE_STEPS + k / 4, &bytes, sizeof bytes);
      sums += q;
    }
    // Weights are moved up by 8 to have no sign; what that adds is where the sums start.
    const int first = sums[0] + sums[1] + sums[4] + sums[5], second = sums[2] + sums[3] + sums[6] + sums[7];
#if M3_LANES == 16
    row->starts[b] = -8 * (first + second);
#else
    row->starts[b] = (int32_t)(((uint32_t)(-8 * first) & 0xFFFF) | (uint32_t)(-8 * second) << 16);
#endif
    return;
  }
  for (size_t k = 0; k < M3_BLOCK; k += 16) {
    const eight_ints p = round_eight(x + k, inverse), q = round_eight(x + k + 8, inverse);
    const eight_ints low = __builtin_shufflevector(p, q, 0, 1, 4, 5, 8, 9, 12, 13);
    const eight_ints high = __builtin_shufflevector(p, q, 2, 3, 6, 7, 10, 11, 14, 15);
    *(eight_ints_anywhere *)(row->words + b * M3_PAIR_STEPS + k / 2) = (low & 0xFFFF) | (high << 16);
  }
  row->starts[b] = 0;
}

// One slice of a panel, in words as the rows'.
typedef struct {
  int32_t words[M3_SLICE / 2][M3_PANEL];
  float scales[M3_SLICE / M3_BLOCK][M3_PANEL];
} integer_slice;

typedef int16_t shorts __attribute__((vector_size(4 * M3_LANES)));

// The same bytes as `unpack` (unpack.h) reads.
static void unpack_integers(integer_slice *restrict to, m3_packed_type type, const unsigned char *restrict from,
                            const unsigned char *row_scales, size_t blocks) {
  enum { LANES = M3_LANES, ROW = 4 * M3_PANEL };
  int32_t(*words)[M3_PANEL] = to->words;
  for (size_t b = 0; b < blocks; b++) {
    for (int v = 0; v < M3_PANEL; v += LANES) {
      store(to->scales[b] + v, type == M3_PACKED_INT8_ROWS ? load(row_scales + 4 * v) : load_float16(from + 2 * v));
    }
    if (type != M3_PACKED_INT8_ROWS) from += 2 * M3_PANEL;
    const size_t rows = type == M3_PACKED_INT4 ? M3_BLOCK / 8 : M3_BLOCK / 4;
    for (size_t r = 0; r < rows; r++, from += ROW, words += 2) {
      for (int v = 0; v < M3_PANEL; v += LANES) {
        const ints packed = load_ints(from + 4 * v);
        if (type == M3_PACKED_INT4) {
          store(words[0] + v, (floats)(packed & 0x0F0F0F0F));
          store(words[1] + v, (floats)(packed >> 4 & 0x0F0F0F0F));
        } else {
          store(words[0] + v, (floats)((shorts)packed << 8 >> 8));
          store(words[1] + v, (floats)((shorts)packed >> 8));
        }
      }
    }
  }
}

// AVX2 adds products of bytes as 16 bits: 8 of at most 15 * 127 twice, less what they started with, fit.
M3_INLINE ints add_products(ints sums, ints x, ints weights, const bool bytes) {
#if M3_LANES == 16
  if (bytes) return (ints)_mm512_dpbusd_epi32((__m512i)sums, (__m512i)weights, (__m512i)x);
  return (ints)_mm512_dpwssd_epi32((__m512i)sums, (__m512i)weights, (__m512i)x);
#else
  if (bytes) return (ints)((shorts)sums + (shorts)_mm256_maddubs_epi16((__m256i)weights, (__m256i)x));
  return sums + (ints)_mm256_madd_epi16((__m256i)weights, (__m256i)x);
#endif
}

M3_INLINE floats sums_as_floats(ints sums, const bool bytes) {
#if M3_LANES == 8
  if (bytes) sums = (ints)_mm256_madd_epi16((__m256i)sums, _mm256_set1_epi16(1));
#endif
  (void)bytes;
  return as_floats(sums);
}

M3_INLINE ints all_ints(int32_t value) { return value - (ints){}; }

// The micro-kernel: as `strip_of` (micro.h), on integers; c += x w.
M3_INLINE void integer_strip_of(float *c, size_t c_panel, const m3_integer_row *x, const integer_slice *w,
                                size_t blocks, const bool bytes, const int rows, const int panels) {
  const size_t steps = bytes ? M3_BYTE_STEPS : M3_PAIR_STEPS;
  for (size_t b = 0; b < blocks; b++) {
    ints sums[M3_STRIP][M3_WIDE * M3_VECTORS];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
      for (int v = 0; v < panels * M3_VECTORS; v++) sums[r][v] = all_ints(x[r].starts[b]);
    }
#pragma clang loop unroll(disable)  // unrolled, more values would be alive than there are registers
    for (size_t s = b * steps; s < (b + 1) * steps; s++) {
      ints weights[M3_WIDE * M3_VECTORS];
#pragma clang loop unroll(full)
      for (int v = 0; v < panels * M3_VECTORS; v++) {
        weights[v] = load_ints(w[v / M3_VECTORS].words[s] + v % M3_VECTORS * M3_LANES);
      }
#pragma clang loop unroll(full)
      for (int r = 0; r < rows; r++) {
        const ints word = all_ints(x[r].words[s]);
#pragma clang loop unroll(full)
        for (int v = 0; v < panels * M3_VECTORS; v++) sums[r][v] = add_products(sums[r][v], word, weights[v], bytes);
      }
    }
#pragma clang loop unroll(full)
    for (int v = 0; v < panels * M3_VECTORS; v++) {
      const floats scale = load(w[v / M3_VECTORS].scales[b] + v % M3_VECTORS * M3_LANES);
#pragma clang loop unroll(full)
      for (int r = 0; r < rows; r++) {
        float *at = c + r * M3_PANEL + (v / M3_VECTORS) * c_panel + v % M3_VECTORS * M3_LANES;
        store(at, load(at) + sums_as_floats(sums[r][v], bytes) * (scale * x[r].scales[b]));
      }
    }
    __asm__ volatile("" ::: "memory");  // else c would be kept in variables, for which there are no registers
  }
}

#define M3_STRIP_CASE(n)                                                  \
  case n:                                                                 \
    if (M3_WIDE == 1 || panels == 1) {                                    \
      integer_strip_of(c, c_panel, x, w, blocks, bytes, n, 1);            \
    } else {                                                              \
      integer_strip_of(c, c_panel, x, w, blocks, bytes, n, M3_WIDE);      \
    }                                                                     \
    break;
#define M3_STRIPS_OF(name, form)                                                                                    \
  static void name(float *c, size_t c_panel, const m3_integer_row *x, const integer_slice *w, size_t blocks,         \
                   size_t rows, size_t panels) {                                                                    \
    const bool bytes = form;                                                                                        \
    switch (rows) { M3_EACH_STRIP(M3_STRIP_CASE) }                                                                  \
  }
M3_STRIPS_OF(pair_strip, false)
M3_STRIPS_OF(byte_strip, true)
#undef M3_STRIP_CASE
#undef M3_STRIPS_OF
#endif
