// Rows of a cache of keys or values.
#include "../cpu/kernel_table.h"
#include "../packed/quantize.h"
#include "parts.h"

#ifdef M3_LEVEL
typedef signed char bytes_anywhere __attribute__((vector_size(M3_LANES), aligned(1), may_alias));

// For what is left of a row after its vectors, which is rare: no code is spent on it.
#define M3_PLAIN_LOOP _Pragma("clang loop vectorize(disable) unroll(disable)")

// M3_LANES elements as floats, without their scale.
M3_INLINE floats load_cached(const void *row, m3_cache_type type, size_t at) {
  switch (type) {
    case M3_CACHE_FLOAT32: return load((const float *)row + at);
    case M3_CACHE_FLOAT16: return load_float16((const uint16_t *)row + at);
    case M3_CACHE_INT8:
      return __builtin_convertvector(*(const bytes_anywhere *)(const void *)((const signed char *)row + at), floats);
  }
  return all(0);
}

M3_INLINE float one_cached(const void *row, m3_cache_type type, size_t at) {
  switch (type) {
    case M3_CACHE_FLOAT32: return ((const unaligned_float *)row)[at];
    case M3_CACHE_FLOAT16: return float16_by_arithmetic(((const unaligned_half *)row)[at]);
    case M3_CACHE_INT8: return ((const signed char *)row)[at];
  }
  return 0;
}

static float M3_AT_LEVEL(store_in_cache)(void *to, m3_cache_type type, const float *from, size_t width) {
  if (type == M3_CACHE_FLOAT32) {
    memcpy(to, from, width * sizeof *from);
    return 1;
  }
  if (type == M3_CACHE_FLOAT16) {
    unaligned_half *halves = to;
    for (size_t i = 0; i < width; i++) halves[i] = float_as_float16(from[i]);
    return 1;
  }
  uint32_t most = 0;
  for (size_t i = 0; i < width; i++) {
    const uint32_t magnitude = float_bits(from[i]) & 0x7FFFFFFF;
    most = magnitude > most && magnitude < 0x7F800000 ? magnitude : most;
  }
  const float exact = bits_as_float(most) / 127.0f, scale = exact < 1e-30f ? 0 : exact;
  const float inverse = scale != 0 ? 1.0f / scale : 0;
  signed char *bytes = to;
  for (size_t i = 0; i < width; i++) {
    const float finite = (float_bits(from[i]) & 0x7F800000) == 0x7F800000 ? 0 : from[i];
    bytes[i] = (signed char)(int)nearest(held(finite * inverse, -127, 127));
  }
  return scale;
}
#else
#include <math.h>

float m3_store_in_cache(void *to, m3_cache_type type, const float *from, size_t width) {
  return m3_kernels()->store_in_cache(to, type, from, width);
}

float m3_store_in_cache_reference(void *to, m3_cache_type type, const float *from, size_t width) {
  float most = 0;
  for (size_t i = 0; i < width; i++) most = isfinite(from[i]) ? fmaxf(most, fabsf(from[i])) : most;
  const float scale = type != M3_CACHE_INT8 ? 1 : most / 127 < 1e-30f ? 0 : most / 127;
  for (size_t i = 0; i < width; i++) {
    const uint16_t half = float_as_float16(from[i]);
    const float q = scale != 0 && isfinite(from[i]) ? rintf(from[i] * (1 / scale)) : 0;
    switch (type) {
      case M3_CACHE_FLOAT32: memcpy((char *)to + 4 * i, from + i, 4); break;
      case M3_CACHE_FLOAT16: memcpy((char *)to + 2 * i, &half, 2); break;
      case M3_CACHE_INT8: ((signed char *)to)[i] = (signed char)fminf(fmaxf(q, -127), 127); break;
    }
  }
  return scale;
}
#endif
