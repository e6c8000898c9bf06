#pragma once
// 32 weights, or inputs, as small integers and a scale. Every operation rounds as written (no fused multiply-add, sums in
// a fixed order), so that all levels write the same bytes.
#include <stdbool.h>
#include <stdint.h>

#include "../include/packed/m3_packed.h"
#include "narrow.h"

#define M3_INLINE static inline __attribute__((always_inline))

// To the nearest whole number, ties to even, for magnitudes below 2^22.
M3_INLINE float nearest(float x) {
#pragma clang fp contract(off)
  return (x + 12582912.0f) - 12582912.0f;
}

M3_INLINE float held(float x, float low, float high) { return x < low ? low : x > high ? high : x; }

M3_INLINE bool all_finite(const float *x, size_t count) {
  uint32_t bad = 0;
  for (size_t i = 0; i < count; i++) bad |= (float_bits(x[i]) & 0x7F800000) == 0x7F800000 ? 1 : 0;
  return bad == 0;
}

// The greatest magnitude.
M3_INLINE float greatest(const float *x, size_t count) {
  uint32_t most = 0;  // magnitudes order as their bits do
  for (size_t i = 0; i < count; i++) {
    const uint32_t magnitude = float_bits(x[i]) & 0x7FFFFFFF;
    most = magnitude > most ? magnitude : most;
  }
  return bits_as_float(most);
}

// q = x / scale to the nearest in low...high.
M3_INLINE void round_to_scale(float *q, const float *x, size_t count, float scale, float low, float high) {
#pragma clang fp contract(off)
  const float inverse = scale != 0 ? 1.0f / scale : 0;
  // Held first, since a tiny scale makes large quotients.
  for (size_t i = 0; i < count; i++) q[i] = nearest(held(x[i] * inverse, low, high));
}

M3_INLINE float squared_error(const float *x, const float *q, float scale) {
#pragma clang fp contract(off)
  float sums[8] = {0};
  for (size_t i = 0; i < M3_BLOCK; i += 8) {
    for (size_t j = 0; j < 8; j++) {
      const float error = x[i + j] - q[i + j] * scale;
      sums[j] += error * error;
    }
  }
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

// The scale of one block of an integer type, as float16 bits, and its weights in that scale.
M3_INLINE uint16_t int8_block(float *q, const float *x) {
  const uint16_t scale = float_as_float16(greatest(x, M3_BLOCK) / 127.0f);
  round_to_scale(q, x, M3_BLOCK, float16_by_arithmetic(scale), -127, 127);
  return scale;
}

M3_INLINE uint16_t int4_block(float *q, const float *x) {
  const float most = greatest(x, M3_BLOCK);
  float extreme = most;  // with its sign: it is to become -8, the level without an opposite
  for (size_t i = 0; i < M3_BLOCK; i++) extreme = x[i] == -most ? -most : extreme;
  // The finer of these scales cut the extremes and serve the others better.
  static const float reaches[] = {7, 7.25f, 7.5f, 7.75f, 8, 8.25f, 8.5f, 8.75f};
  float least = 0;
  uint16_t best = 0;
  for (size_t r = 0; r < sizeof reaches / sizeof *reaches; r++) {
    const uint16_t bits = float_as_float16(-extreme / reaches[r]);
    const float scale = float16_by_arithmetic(bits);
    round_to_scale(q, x, M3_BLOCK, scale, -8, 7);
    const float error = squared_error(x, q, scale);
    if (r == 0 || error < least) {
      least = error;
      best = bits;
    }
  }
  round_to_scale(q, x, M3_BLOCK, float16_by_arithmetic(best), -8, 7);
  return best;
}
