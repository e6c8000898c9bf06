#pragma once
// Instructions of AVX-512 VNNI and AMX in plain C, for tests of their kernels on processors without them: where
// M3_EMULATED is defined, the names of intrinsics stand for these. Defined as in Intel's manual (volume 2), order of
// additions included; denormals are not flushed.
#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#define M3_EMULATE static inline __attribute__((always_inline, target("avx2,fma,f16c")))

typedef int32_t m3_lanes __attribute__((vector_size(64)));

M3_EMULATE m3_lanes m3_emulated_set1(int32_t value) { return value - (m3_lanes){}; }

// Four products of an unsigned and a signed byte to each sum.
M3_EMULATE m3_lanes m3_emulated_dpbusd(m3_lanes sums, m3_lanes a, m3_lanes b) {
  for (int k = 0; k < 4; k++) sums += ((a >> 8 * k) & 255) * (b << (24 - 8 * k) >> 24);
  return sums;
}

// Two products of signed 16-bit integers to each sum.
M3_EMULATE m3_lanes m3_emulated_dpwssd(m3_lanes sums, m3_lanes a, m3_lanes b) {
  return sums + (a << 16 >> 16) * (b << 16 >> 16) + (a >> 16) * (b >> 16);
}

// The eight tiles of a thread, 16 rows of 64 bytes each, as every kernel here configures them.
typedef union {
  float floats[16][16];
  uint16_t halves[16][32];
  unsigned char bytes[16][64];
} m3_tile;
static _Thread_local m3_tile m3_tiles[8];
static _Thread_local _Bool m3_tiles_ready;

static inline void m3_emulated_tile_load(int tile, const void *from, size_t stride) {
  for (int r = 0; r < 16; r++) memcpy(m3_tiles[tile].bytes[r], (const char *)from + r * stride, 64);
}

static inline void m3_emulated_tile_store(int tile, void *to, size_t stride) {
  for (int r = 0; r < 16; r++) memcpy((char *)to + r * stride, m3_tiles[tile].bytes[r], 64);
}

static inline float m3_emulated_bfloat16(uint16_t half) {
  const uint32_t bits = (uint32_t)half << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// c[m][n] += sum over k of a[m][2k] b[k][2n] + a[m][2k+1] b[k][2n+1]; the two sums are made apart and then added.
static inline void m3_emulated_tile_dpbf16ps(int c, int a, int b) {
  if (!m3_tiles_ready) __builtin_trap();  // as a processor does
  for (int m = 0; m < 16; m++) {
    float even[16] = {0}, odd[16] = {0};
    for (int k = 0; k < 16; k++) {
      const float first = m3_emulated_bfloat16(m3_tiles[a].halves[m][2 * k]);
      const float second = m3_emulated_bfloat16(m3_tiles[a].halves[m][2 * k + 1]);
      for (int n = 0; n < 16; n++) {
        even[n] += first * m3_emulated_bfloat16(m3_tiles[b].halves[k][2 * n]);
        odd[n] += second * m3_emulated_bfloat16(m3_tiles[b].halves[k][2 * n + 1]);
      }
    }
    for (int n = 0; n < 16; n++) m3_tiles[c].floats[m][n] += even[n] + odd[n];
  }
}

#undef _mm512_set1_epi32
#undef _mm512_dpbusd_epi32
#undef _mm512_dpwssd_epi32
#undef _tile_loadconfig
#undef _tile_release
#undef _tile_zero
#undef _tile_loadd
#undef _tile_stored
#undef _tile_dpbf16ps
#define _mm512_set1_epi32(value) ((__m512i)m3_emulated_set1(value))
#define _mm512_dpbusd_epi32(sums, a, b) \
  ((__m512i)m3_emulated_dpbusd((m3_lanes)(sums), (m3_lanes)(a), (m3_lanes)(b)))
#define _mm512_dpwssd_epi32(sums, a, b) \
  ((__m512i)m3_emulated_dpwssd((m3_lanes)(sums), (m3_lanes)(a), (m3_lanes)(b)))
#define _tile_loadconfig(config) ((void)(config), (void)(m3_tiles_ready = 1))
#define _tile_release() ((void)(m3_tiles_ready = 0))
#define _tile_zero(tile) ((void)memset(&m3_tiles[tile], 0, sizeof(m3_tile)))
#define _tile_loadd(tile, from, stride) m3_emulated_tile_load(tile, from, stride)
#define _tile_stored(tile, to, stride) m3_emulated_tile_store(tile, to, stride)
#define _tile_dpbf16ps(c, a, b) m3_emulated_tile_dpbf16ps(c, a, b)
