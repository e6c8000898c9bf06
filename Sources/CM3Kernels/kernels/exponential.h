#pragma once
// exp without a call, so that loops of it become vectors.
#include <stdint.h>
#include <string.h>

// exp(x) within two units in the last place; 0 below -87.3 (where a float could not hold it normally), and held to its
// value at 88.3 above. NaN stays NaN.
//
// x = n ln 2 + r with |r| <= ln 2 / 2; the polynomial for exp(r) is that of Cephes' expf.
static inline __attribute__((always_inline)) float exponential(float x) {
  const float low = -87.33654f, high = 88.37626f;
  const float held = x > high ? high : x;
  const float shifted = held * 1.44269504088896341f + 12582912.0f;  // 1.5 * 2^23: rounds to a whole number
  const float n = shifted - 12582912.0f;
  float r = held - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  uint32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 127) << 23;  // the low bits of `shifted` are n
  float power;
  memcpy(&power, &bits, sizeof power);
  return x < low ? 0.0f : p * power;
}
