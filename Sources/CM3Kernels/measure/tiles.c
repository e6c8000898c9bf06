// Multiply-adds of bfloat16 on tiles.
#include "../cpu/kernel_table.h"
#include "../include/m3_measure.h"

#ifdef M3_LEVEL
static size_t M3_AT_LEVEL(tile_peak)(float *sink, size_t rounds) {
#if M3_HAS_TILES
  // Two tiles of x, two of weights: of either sign, 0.5 to 2. A processor may slow down where many bits change.
  uint16_t numbers[4][M3_TILE][2 * M3_TILE];
  uint32_t state = 0x2545F491;
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0][0][0]; i++) {
    state = state * 1664525 + 1013904223;
    numbers[0][0][i] = (uint16_t)(0x3F00 | (state >> 8 & 0xFF) | (state >> 16 & 0x8000));
  }
  float sums[M3_TILE][M3_PANEL];
  begin_tiles();
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  _tile_loadd(4, numbers[0], sizeof numbers[0][0]);
  _tile_loadd(5, numbers[1], sizeof numbers[0][0]);
  _tile_loadd(6, numbers[2], sizeof numbers[0][0]);
  _tile_loadd(7, numbers[3], sizeof numbers[0][0]);
  for (size_t round = 0; round < rounds; round++) {
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  *sink = 0;
  _tile_stored(0, sums, sizeof sums[0]);
  *sink += sums[0][0];
  _tile_stored(1, sums, sizeof sums[0]);
  *sink += sums[0][0];
  _tile_stored(2, sums, sizeof sums[0]);
  *sink += sums[0][0];
  _tile_stored(3, sums, sizeof sums[0]);
  *sink += sums[0][0];
  _tile_release();
  return rounds * 4 * M3_TILE * M3_PANEL * 2 * M3_TILE * 2;
#else
  (void)sink, (void)rounds;
  return 0;
#endif
}
#else
size_t m3_tile_peak(float *sink, size_t rounds) { return m3_kernels()->tile_peak(sink, rounds); }
#endif
