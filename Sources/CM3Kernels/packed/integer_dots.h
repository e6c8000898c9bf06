// Integer products of one block of a panel with a few rows of 8-bit integers: totals[r] = the sums over the block's 32
// inputs, for the outputs of one vector. `weights` leads to that vector's part of the block's first 64 bytes; q and size
// lead to the block's inputs in the first row, whose next is `stride` further. All sums are exact.
#if M3_LANES == 16
// AVX-512 with VNNI multiplies unsigned by signed bytes: weights are moved up to be unsigned, and the rows' sums, times
// the move, are where the totals start.
M3_INLINE ints four_inputs(const signed char *q) { return (ints)_mm512_set1_epi32(*(const unaligned_int *)(const void *)q); }

M3_INLINE void int8_dots(ints *totals, const unsigned char *weights, const signed char *q, const unsigned char *size,
                         size_t stride, const int *sums, size_t sums_stride, const int rows) {
  (void)size;
  for (int r = 0; r < rows; r++) totals[r] = (ints){} - 128 * sums[r * sums_stride];
  for (int s = 0; s < 8; s++) {
    const ints w = load_ints(weights + 64 * s) ^ (int)0x80808080;
    for (int r = 0; r < rows; r++) {
      totals[r] = (ints)_mm512_dpbusd_epi32((__m512i)totals[r], (__m512i)w, (__m512i)four_inputs(q + r * stride + 4 * s));
    }
  }
}

M3_INLINE void int4_dots(ints *totals, const unsigned char *weights, const signed char *q, size_t stride,
                         const int *sums, size_t sums_stride, const int rows) {
  for (int r = 0; r < rows; r++) totals[r] = (ints){} - 8 * sums[r * sums_stride];
  for (int s = 0; s < 4; s++) {
    const ints pairs = load_ints(weights + 64 * s), low = pairs & 0x0F0F0F0F, high = pairs >> 4 & 0x0F0F0F0F;
    for (int r = 0; r < rows; r++) {
      const signed char *x = q + r * stride + 8 * s;
      totals[r] = (ints)_mm512_dpbusd_epi32((__m512i)totals[r], (__m512i)low, (__m512i)four_inputs(x));
      totals[r] = (ints)_mm512_dpbusd_epi32((__m512i)totals[r], (__m512i)high, (__m512i)four_inputs(x + 4));
    }
  }
}
#elif M3_LANES == 8
// AVX2 adds pairs of products of unsigned and signed bytes into 16 bits, which must not overflow: with int8 weights the
// unsigned side is the magnitude of q and its sign goes to the weight, with int4 it is the weight moved up by 8.
M3_INLINE __m256i four_inputs(const void *q) { return _mm256_set1_epi32(*(const unaligned_int *)q); }

M3_INLINE void int8_dots(ints *totals, const unsigned char *weights, const signed char *q, const unsigned char *size,
                         size_t stride, const int *sums, size_t sums_stride, const int rows) {
  (void)sums, (void)sums_stride;
  for (int r = 0; r < rows; r++) totals[r] = (ints){};
  for (int s = 0; s < 8; s++) {
    const __m256i w = (__m256i)load_ints(weights + 64 * s);
    for (int r = 0; r < rows; r++) {
      const __m256i signed_weights = _mm256_sign_epi8(w, four_inputs(q + r * stride + 4 * s));
      const __m256i pairs = _mm256_maddubs_epi16(four_inputs(size + r * stride + 4 * s), signed_weights);
      totals[r] += (ints)_mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
    }
  }
}

// 8 pairs of products of at most 15 * 127 fit 16 bits.
M3_INLINE void int4_dots(ints *totals, const unsigned char *weights, const signed char *q, size_t stride,
                         const int *sums, size_t sums_stride, const int rows) {
  __m256i pairs[M3_FEW_ROWS];
  for (int r = 0; r < rows; r++) pairs[r] = _mm256_setzero_si256();
  for (int s = 0; s < 4; s++) {
    const ints w = load_ints(weights + 64 * s);
    const __m256i low = (__m256i)(w & 0x0F0F0F0F), high = (__m256i)(w >> 4 & 0x0F0F0F0F);
    for (int r = 0; r < rows; r++) {
      const signed char *x = q + r * stride + 8 * s;
      pairs[r] = _mm256_add_epi16(pairs[r], _mm256_maddubs_epi16(low, four_inputs(x)));
      pairs[r] = _mm256_add_epi16(pairs[r], _mm256_maddubs_epi16(high, four_inputs(x + 4)));
    }
  }
  for (int r = 0; r < rows; r++) {
    totals[r] = (ints)_mm256_madd_epi16(pairs[r], _mm256_set1_epi16(1)) - 8 * sums[r * sums_stride];
  }
}
#else
// Plain loops over the bytes of each output.
M3_INLINE void int8_dots(ints *totals, const unsigned char *weights, const signed char *q, const unsigned char *size,
                         size_t stride, const int *sums, size_t sums_stride, const int rows) {
  (void)size, (void)sums, (void)sums_stride;
  for (int r = 0; r < rows; r++) totals[r] = (ints){};
  for (int s = 0; s < 8; s++) {
    const ints w = load_ints(weights + 64 * s);
    for (int k = 0; k < 4; k++) {
      const ints weight = w << (24 - 8 * k) >> 24;
      for (int r = 0; r < rows; r++) totals[r] += weight * q[r * stride + 4 * s + k];
    }
  }
}

M3_INLINE void int4_dots(ints *totals, const unsigned char *weights, const signed char *q, size_t stride,
                         const int *sums, size_t sums_stride, const int rows) {
  for (int r = 0; r < rows; r++) totals[r] = (ints){} - 8 * sums[r * sums_stride];
  for (int s = 0; s < 4; s++) {
    const ints w = load_ints(weights + 64 * s);
    for (int k = 0; k < 4; k++) {
      const ints low = w >> 8 * k & 15, high = w >> (8 * k + 4) & 15;
      for (int r = 0; r < rows; r++) {
        const signed char *x = q + r * stride + 8 * s + k;
        totals[r] += low * x[0] + high * x[4];
      }
    }
  }
}
#endif
