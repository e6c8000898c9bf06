// Integer products of one block of a panel with a few rows of 8-bit integers: totals[r][v] = the sums over the block's 32
// inputs, for the outputs of vector v. `weights` leads to the block's first 64 bytes; q, size and sums lead to the
// block's inputs in the first row, and the other rows follow. All results are exact.
#define M3_ROWS _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++)
#define M3_PARTS _Pragma("clang loop unroll(full)") for (int v = 0; v < M3_VECTORS; v++)

#if M3_LANES == 16
// AVX-512 with VNNI multiplies unsigned by signed bytes: weights are moved up to be unsigned, and the rows' sums, times
// the move, are where the totals start.
M3_INLINE __m512i four_inputs(const void *q) { return _mm512_set1_epi32(*(const unaligned_int *)q); }

M3_INLINE void int8_dots(ints (*totals)[M3_VECTORS], const unsigned char *weights, const signed char *q,
                         const unsigned char *size, const int *sums, const int rows) {
  (void)size;
  M3_ROWS totals[r][0] = -128 * sums[r] - (ints){};
#pragma clang loop unroll(full)
  for (int s = 0; s < 8; s++) {
    const __m512i w = (__m512i)(load_ints(weights + 64 * s) ^ (int)0x80808080);
    M3_ROWS totals[r][0] = (ints)_mm512_dpbusd_epi32((__m512i)totals[r][0], w, four_inputs(q + r * M3_BLOCK + 4 * s));
  }
}

M3_INLINE void int4_dots(ints (*totals)[M3_VECTORS], const unsigned char *weights, const signed char *q,
                         const int *sums, const int rows) {
  M3_ROWS totals[r][0] = -8 * sums[r] - (ints){};
#pragma clang loop unroll(full)
  for (int s = 0; s < 4; s++) {
    const ints pairs = load_ints(weights + 64 * s);
    const __m512i low = (__m512i)(pairs & 0x0F0F0F0F), high = (__m512i)(pairs >> 4 & 0x0F0F0F0F);
    M3_ROWS {
      const signed char *x = q + r * M3_BLOCK + 8 * s;
      const __m512i total = _mm512_dpbusd_epi32((__m512i)totals[r][0], low, four_inputs(x));
      totals[r][0] = (ints)_mm512_dpbusd_epi32(total, high, four_inputs(x + 4));
    }
  }
}
#elif M3_LANES == 8
// AVX2 adds pairs of products of unsigned and signed bytes into 16 bits, which must not overflow: with int8 weights the
// unsigned side is the magnitude of q and its sign goes to the weight, with int4 it is the weight moved up by 8.
M3_INLINE __m256i four_inputs(const void *q) { return _mm256_set1_epi32(*(const unaligned_int *)q); }

M3_INLINE void int8_dots(ints (*totals)[M3_VECTORS], const unsigned char *weights, const signed char *q,
                         const unsigned char *size, const int *sums, const int rows) {
  (void)sums;
  M3_ROWS M3_PARTS totals[r][v] = (ints){};
#pragma clang loop unroll(disable)  // unrolled, all weights would want registers at once
  for (int s = 0; s < 8; s++) {
    M3_ROWS {
      const __m256i signs = four_inputs(q + r * M3_BLOCK + 4 * s), sizes = four_inputs(size + r * M3_BLOCK + 4 * s);
      M3_PARTS {
        const __m256i w = (__m256i)load_ints(weights + 64 * s + 32 * v);
        const __m256i pairs = _mm256_maddubs_epi16(sizes, _mm256_sign_epi8(w, signs));
        totals[r][v] += (ints)_mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
      }
    }
  }
}

// 8 pairs of products of at most 15 * 127 fit 16 bits.
M3_INLINE void int4_dots(ints (*totals)[M3_VECTORS], const unsigned char *weights, const signed char *q,
                         const int *sums, const int rows) {
  __m256i pairs[M3_ROWS_AT_ONCE][M3_VECTORS];
  M3_ROWS M3_PARTS pairs[r][v] = _mm256_setzero_si256();
#pragma clang loop unroll(disable)  // unrolled, all weights would want registers at once
  for (int s = 0; s < 4; s++) {
    __m256i low[M3_VECTORS], high[M3_VECTORS];
    M3_PARTS {
      const ints w = load_ints(weights + 64 * s + 32 * v);
      low[v] = (__m256i)(w & 0x0F0F0F0F);
      high[v] = (__m256i)(w >> 4 & 0x0F0F0F0F);
    }
    M3_ROWS {
      const __m256i first = four_inputs(q + r * M3_BLOCK + 8 * s), second = four_inputs(q + r * M3_BLOCK + 8 * s + 4);
      M3_PARTS {
        const __m256i both = _mm256_add_epi16(_mm256_maddubs_epi16(low[v], first), _mm256_maddubs_epi16(high[v], second));
        pairs[r][v] = _mm256_add_epi16(pairs[r][v], both);
      }
    }
  }
  M3_ROWS M3_PARTS {
    totals[r][v] = (ints)_mm256_madd_epi16(pairs[r][v], _mm256_set1_epi16(1)) - 8 * sums[r];
  }
}
#else
// Plain products of the bytes of each output.
M3_INLINE void int8_dots(ints (*totals)[M3_VECTORS], const unsigned char *weights, const signed char *q,
                         const unsigned char *size, const int *sums, const int rows) {
  (void)size, (void)sums;
  M3_ROWS M3_PARTS totals[r][v] = (ints){};
  for (int s = 0; s < 8; s++) {
    M3_PARTS {
      const ints w = load_ints(weights + 64 * s + 4 * M3_LANES * v);
      for (int k = 0; k < 4; k++) {
        const ints weight = w << (24 - 8 * k) >> 24;
        M3_ROWS totals[r][v] += weight * q[r * M3_BLOCK + 4 * s + k];
      }
    }
  }
}

M3_INLINE void int4_dots(ints (*totals)[M3_VECTORS], const unsigned char *weights, const signed char *q,
                         const int *sums, const int rows) {
  M3_ROWS M3_PARTS totals[r][v] = -8 * sums[r] - (ints){};
  for (int s = 0; s < 4; s++) {
    M3_PARTS {
      const ints w = load_ints(weights + 64 * s + 4 * M3_LANES * v);
      for (int k = 0; k < 4; k++) {
        const ints low = w >> 8 * k & 15, high = w >> (8 * k + 4) & 15;
        M3_ROWS {
          const signed char *x = q + r * M3_BLOCK + 8 * s + k;
          totals[r][v] += low * x[0] + high * x[4];
        }
      }
    }
  }
}
#endif
#undef M3_ROWS
#undef M3_PARTS
