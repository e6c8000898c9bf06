// The micro-kernel of products and attention: a strip of rows times one or two panels, sums in registers.
//
// a: [row, M3_SLICE], of which `depth` columns are used; b: [depth, 16] for each panel; c: [row, 16] for each panel.

M3_INLINE void strip_of(float *c, size_t c_stride, size_t c_panel, const float *a, const float *b, size_t b_panel,
                        size_t depth, bool add, const int rows, const int panels) {
  floats sums[M3_STRIP][M3_WIDE * M3_VECTORS];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < panels * M3_VECTORS; v++) {
      const float *at = c + r * c_stride + (v / M3_VECTORS) * c_panel + v % M3_VECTORS * M3_LANES;
      sums[r][v] = add ? load(at) : all(0);
    }
  }
#pragma clang loop unroll_count(4)
  for (size_t k = 0; k < depth; k++) {
    floats w[M3_WIDE * M3_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < panels * M3_VECTORS; v++) {
      w[v] = load(b + (v / M3_VECTORS) * b_panel + k * M3_PANEL + v % M3_VECTORS * M3_LANES);
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      const floats x = all(a[r * M3_SLICE + k]);
#pragma clang loop unroll(full)
      for (int v = 0; v < panels * M3_VECTORS; v++) sums[r][v] += x * w[v];
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < panels * M3_VECTORS; v++) {
      store(c + r * c_stride + (v / M3_VECTORS) * c_panel + v % M3_VECTORS * M3_LANES, sums[r][v]);
    }
  }
}

// The heights of strips.
#if M3_STRIP > 6
#define M3_EACH_STRIP(DO) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11) DO(12)
#elif M3_STRIP > 2
#define M3_EACH_STRIP(DO) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6)
#else
#define M3_EACH_STRIP(DO) DO(1) DO(2)
#endif

// c = a * b, or c += a * b. Each sum runs over the inputs in order, whatever the other arguments are.
static void strip(float *c, size_t c_stride, size_t c_panel, const float *a, const float *b,
                               size_t b_panel, size_t depth, bool add, size_t rows, size_t panels) {
#define M3_STRIP_CASE(n)                                                              \
  case n:                                                                             \
    if (M3_WIDE == 1 || panels == 1) {                                                \
      strip_of(c, c_stride, c_panel, a, b, b_panel, depth, add, n, 1);                \
    } else {                                                                          \
      strip_of(c, c_stride, c_panel, a, b, b_panel, depth, add, n, M3_WIDE);          \
    }                                                                                 \
    break;
  switch (rows) { M3_EACH_STRIP(M3_STRIP_CASE) }
#undef M3_STRIP_CASE
}
