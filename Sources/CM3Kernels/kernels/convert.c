// Stored weights as floats.
#include "../cpu/kernel_table.h"
#include "elements.h"

#ifdef M3_LEVEL
static inline __attribute__((always_inline)) float M3_AT_LEVEL(float16_as_float)(uint16_t bits) {
#ifdef M3_HAS_F16C
  _Float16 half;
  memcpy(&half, &bits, sizeof half);
  return (float)half;
#else
  return float16_by_arithmetic(bits);
#endif
}

static void M3_AT_LEVEL(to_float)(float *restrict to, const void *from, m3_element type, size_t count) {
  switch (type) {
    case M3_FLOAT32: memcpy(to, from, count * sizeof(float)); break;
    case M3_FLOAT16: {
      const unaligned_half *restrict bits = from;
      for (size_t i = 0; i < count; i++) to[i] = M3_AT_LEVEL(float16_as_float)(bits[i]);
      break;
    }
    case M3_BFLOAT16: {
      const unaligned_half *restrict bits = from;
      for (size_t i = 0; i < count; i++) to[i] = bfloat16_as_float(bits[i]);
      break;
    }
  }
}
#else
#include <math.h>

void m3_to_float(float *to, const void *from, m3_element type, size_t count) {
  m3_kernels()->to_float(to, from, type, count);
}

// By the definition of the formats: sign, exponent, fraction.
static float decoded(uint16_t bits, int exponent_bits) {
  const int fraction_bits = 15 - exponent_bits, bias = (1 << (exponent_bits - 1)) - 1;
  const int exponent = (bits >> fraction_bits) & ((1 << exponent_bits) - 1);
  const int fraction = bits & ((1 << fraction_bits) - 1);
  const float sign = (bits & 0x8000) != 0 ? -1.0f : 1.0f;
  if (exponent == (1 << exponent_bits) - 1) return fraction != 0 ? NAN : sign * INFINITY;
  const int whole = exponent == 0 ? fraction : fraction + (1 << fraction_bits);
  return sign * ldexpf((float)whole, (exponent == 0 ? 1 : exponent) - bias - fraction_bits);
}

void m3_to_float_reference(float *to, const void *from, m3_element type, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (type == M3_FLOAT32) {
      memcpy(to + i, (const char *)from + 4 * i, 4);
    } else {
      uint16_t bits;
      memcpy(&bits, (const char *)from + 2 * i, 2);
      to[i] = decoded(bits, type == M3_FLOAT16 ? 5 : 8);
    }
  }
}
#endif
