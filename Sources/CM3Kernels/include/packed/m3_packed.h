#pragma once
// Weights in the layout that products read: panels of 16 outputs, each in blocks of 32 inputs, from front to back. One
// layout for every level of kernels, for products of many rows and of few, in memory and in files alike
// (docs/quantised-weights.md draws it); sides that are no multiple are filled up with zeros.
//
// Bytes may lie at any address; multiples of 64 are read fastest.
#include <stdbool.h>
#include <stddef.h>

#include "../m3_element.h"

typedef enum {
  M3_PACKED_FLOAT32 = 0,
  M3_PACKED_FLOAT16 = 1,
  M3_PACKED_BFLOAT16 = 2,
  M3_PACKED_INT8 = 3,       // -127...127 times a float16 scale for each output and block
  M3_PACKED_INT8_ROWS = 4,  // -127...127 times a float32 scale for each output
  M3_PACKED_INT4 = 5,       // -8...7 times a float16 scale for each output and block
} m3_packed_type;

enum {
  M3_PACKED_TYPES = 6,
  M3_PANEL = 16,  // outputs of a panel
  M3_BLOCK = 32,  // inputs of a block
};

// W: [outputs, inputs], packed. The bytes belong to whoever made them.
typedef struct {
  m3_packed_type type;
  size_t outputs, inputs;
  const void *bytes;
} m3_packed;

// Bytes of one block of one panel; of what stands before a panel's blocks; of a panel; of all panels.
size_t m3_packed_block_bytes(m3_packed_type type);
size_t m3_packed_panel_header_bytes(m3_packed_type type);
size_t m3_packed_panel_bytes(m3_packed_type type, size_t inputs);
size_t m3_packed_bytes(m3_packed_type type, size_t outputs, size_t inputs);

// Packs rows of floats, `stride` bytes apart, over the pool of threads; the result is the same at every level.
//   int8: scale = greatest magnitude / 127, rounded; each weight to the nearest multiple.
//   int4: of a few scales that bring the greatest magnitude to 7...8.75, the one with the least squared error.
// False, with nothing promised about `to`, when a weight of an integer type is not finite or its scale has no room.
bool m3_pack(void *to, m3_packed_type type, const void *from, m3_element element, size_t stride, size_t outputs,
             size_t inputs);
bool m3_pack_reference(void *to, m3_packed_type type, const void *from, m3_element element, size_t stride,
                       size_t outputs, size_t inputs);

// One output's weights as floats, [inputs]. Slow (a weight at a time): for look-ups and tests.
void m3_packed_row(float *to, const m3_packed *weight, size_t output);
