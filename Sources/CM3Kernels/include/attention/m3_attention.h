#pragma once
// Attention: softmax(q k^T / sqrt(width)) v, over the pool of threads, with no matrix of scores in memory.
#include <stdbool.h>
#include <stddef.h>

// How keys and values are stored.
typedef enum {
  M3_CACHE_FLOAT32 = 0,
  M3_CACHE_FLOAT16 = 1,
  M3_CACHE_INT8 = 2,  // -127...127 times a float32 scale for each head and position
} m3_cache_type;

enum { M3_CACHE_TYPES = 3 };

// Keys and values: [head, position, width]. One description for a cache and for the rows of a product: heads and
// positions are so many elements apart as they say; scales so many scales.
typedef struct {
  m3_cache_type type;
  size_t heads, width;
  size_t head_stride, position_stride;
  const void *keys, *values;
  const float *key_scales, *value_scales;  // of M3_CACHE_INT8: [head, position]
  size_t scales_head_stride, scales_position_stride;
} m3_keys_values;

typedef struct {
  float *output;       // [query, head * width], rows `output_stride` floats apart; may be `query`
  const float *query;  // the same shape
  size_t output_stride, query_stride;
  size_t queries;
  size_t heads;  // of queries: a multiple of the heads of keys, which groups of them share
  m3_keys_values cache;
  size_t tokens;  // positions of the cache that are filled
  // Query i sees positions 0...tokens - queries + i, or all of them.
  bool causal;
} m3_attention;

// Bytes of scratch memory (at a multiple of 64) that it needs with the threads now in use.
size_t m3_attention_scratch(const m3_attention *attention);

// One query streams the cache once for all heads that share it; more are worked on in blocks. Sums are float32, in an
// order that does not depend on the number of threads. At least one token, and as many tokens as queries if causal.
void m3_attend(const m3_attention *attention, void *scratch);
void m3_attend_reference(const m3_attention *attention);

// `width` floats in a cache's type: float16 to the nearest; int8 with the scale (greatest magnitude / 127) that it
// returns. What is not finite becomes 0 in int8.
float m3_store_in_cache(void *to, m3_cache_type type, const float *from, size_t width);
float m3_store_in_cache_reference(void *to, m3_cache_type type, const float *from, size_t width);
