#pragma once
// Types of stored weights. Weights may lie at any address: no alignment is assumed.
#include <stddef.h>

typedef enum {
  M3_FLOAT32 = 0,
  M3_FLOAT16 = 1,
  M3_BFLOAT16 = 2,
} m3_element;

// Bytes of one element.
static inline size_t m3_element_size(m3_element type) { return type == M3_FLOAT32 ? 4 : 2; }
