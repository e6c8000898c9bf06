#pragma once
// What the files of attention share.
#include "../include/attention/m3_attention.h"
#include "../include/m3_threads.h"
#include "../packed/pieces.h"

enum {
  M3_KEYS = M3_SLICE,      // positions of a block: scores of a block are a slice of inputs for the values
  M3_QUERIES = 96,         // queries of a block
  M3_GROUP = 4,            // query heads that read a cache's row at once
  M3_VALUE_ROWS = 16,      // values that stay in the first cache while their columns are summed
  M3_STREAM_AHEAD = 4096,  // bytes before they are used that a cache's rows are asked for, many in a row
};

typedef struct {
  const m3_attention *attention;
  size_t chunks;    // of positions (one query), or of queries (blocks)
  size_t worker_floats;
  float *scratch;   // one query: [head, chunk, 2 + width], the greatest score, the sum, the weighted values
} m3_attention_plan;

size_t m3_one_query_scratch(const m3_attention *attention);
void m3_attend_one_query(const m3_attention *attention, void *scratch);

static inline size_t m3_element_bytes(m3_cache_type type) {
  return type == M3_CACHE_FLOAT32 ? 4 : type == M3_CACHE_FLOAT16 ? 2 : 1;
}

// Pieces (see m3_threads.h).
void m3_one_query_chunk(size_t index, size_t worker, void *plan);
void m3_query_blocks(size_t index, size_t worker, void *plan);
