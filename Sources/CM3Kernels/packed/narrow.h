#pragma once
// Floats as 16 bits, to nearest and ties to even, without branches, so that loops of it become vectors.
#include "../kernels/elements.h"

static inline __attribute__((always_inline)) uint32_t float_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static inline __attribute__((always_inline)) uint16_t float_as_bfloat16(float value) {
  const uint32_t bits = float_bits(value);
  const uint32_t rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
  const uint32_t quiet = (bits >> 16) | 0x40;
  return (uint16_t)((bits & 0x7FFFFFFF) > 0x7F800000 ? quiet : rounded);
}

static inline __attribute__((always_inline)) uint16_t float_as_float16(float value) {
  const uint32_t bits = float_bits(value), sign = (bits >> 16) & 0x8000, magnitude = bits & 0x7FFFFFFF;
  // The exponent moves from bias 127 to 15; 13 bits of fraction go.
  const uint32_t normal = (magnitude + 0xC8000FFF + ((magnitude >> 13) & 1)) >> 13;
  // Adding 0.5 puts the units of a subnormal half into a float's last bits, rounded.
  const uint32_t small = float_bits(bits_as_float(magnitude) + 0.5f) - 0x3F000000;
  const uint32_t large = magnitude > 0x7F800000 ? 0x7E00 : 0x7C00;
  const uint32_t half = magnitude < 0x38800000 ? small : magnitude >= 0x47800000 ? large : normal;
  return (uint16_t)(half | sign);
}
