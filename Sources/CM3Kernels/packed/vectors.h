// Vectors of the level's width. Included by level.h, after M3_LANES (floats of a vector) and M3_STRIP (rows that a
// micro-kernel holds in registers) and M3_WIDE (panels that it works on at once) are defined.
#include "quantize.h"

typedef float floats __attribute__((vector_size(4 * M3_LANES)));
typedef int32_t ints __attribute__((vector_size(4 * M3_LANES)));
typedef uint32_t bits32 __attribute__((vector_size(4 * M3_LANES)));
typedef float floats_anywhere __attribute__((vector_size(4 * M3_LANES), aligned(1), may_alias));
typedef int32_t ints_anywhere __attribute__((vector_size(4 * M3_LANES), aligned(1), may_alias));

typedef int32_t unaligned_int __attribute__((aligned(1), may_alias));

enum { M3_VECTORS = M3_PANEL / M3_LANES };  // of a panel

M3_INLINE floats load(const void *from) { return *(const floats_anywhere *)from; }
M3_INLINE ints load_ints(const void *from) { return *(const ints_anywhere *)from; }
M3_INLINE void store(void *to, floats value) { *(floats_anywhere *)to = value; }
M3_INLINE floats all(float value) { return value - (floats){}; }  // (adding would make a zero of -0)
M3_INLINE floats as_floats(ints value) { return __builtin_convertvector(value, floats); }

// The sum of a vector's elements, halves added to halves.
typedef float quarter_floats __attribute__((vector_size(16)));
M3_INLINE float total(floats value) {
#if M3_LANES == 16
  typedef float half_floats __attribute__((vector_size(32)));
  const half_floats half = __builtin_shufflevector(value, value, 0, 1, 2, 3, 4, 5, 6, 7) +
                           __builtin_shufflevector(value, value, 8, 9, 10, 11, 12, 13, 14, 15);
#else
  const floats half = value;
#endif
#if M3_LANES == 4
  const quarter_floats quarter = half;
#else
  const quarter_floats quarter =
    __builtin_shufflevector(half, half, 0, 1, 2, 3) + __builtin_shufflevector(half, half, 4, 5, 6, 7);
#endif
  const quarter_floats pairs = quarter + __builtin_shufflevector(quarter, quarter, 2, 3, 2, 3);
  return pairs[0] + pairs[1];
}

// A vector of float16.
#ifdef M3_HAS_F16C
typedef _Float16 halves_anywhere __attribute__((vector_size(2 * M3_LANES), aligned(1), may_alias));
M3_INLINE floats load_float16(const void *from) {
  return __builtin_convertvector(*(const halves_anywhere *)from, floats);
}
#else
M3_INLINE floats load_float16(const void *from) {
  floats value;
  for (int i = 0; i < M3_LANES; i++) value[i] = float16_by_arithmetic(((const unaligned_half *)from)[i]);
  return value;
}
#endif

typedef uint16_t shorts_anywhere __attribute__((vector_size(2 * M3_LANES), aligned(1), may_alias));
M3_INLINE floats load_bfloat16(const void *from) {
  return (floats)(__builtin_convertvector(*(const shorts_anywhere *)from, bits32) << 16);
}
