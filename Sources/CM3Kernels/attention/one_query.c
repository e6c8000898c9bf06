// One query's attention: the cache is read once, in chunks that are put together at the end.
#include "../cpu/kernel_table.h"
#include "parts.h"

#include <math.h>

#ifdef M3_LEVEL
// Rows of keys or values that are read one after the other, and asked for some time before: the processor itself sees
// few streams. What follows the `count` rows of a chunk is at `next`. (Asking for the lines of several rows in one go is
// faster than with arithmetic between them.)
typedef struct {
  const char *rows, *next;
  size_t row_bytes, used_bytes, count, distance;
} stream;

M3_INLINE stream stream_of(const char *rows, const char *next, size_t row_bytes, size_t used_bytes, size_t count) {
  return (stream){rows, next, row_bytes, used_bytes, count, M3_STREAM_AHEAD / used_bytes + 1};
}

M3_INLINE void ask_ahead(const stream *from, size_t t) {
  const size_t ahead = t + from->distance;
  const char *start = ahead < from->count ? from->rows : from->next;
  const char *row = start + (ahead < from->count ? ahead : ahead - from->count) * from->row_bytes;
  for (size_t line = 0; line < from->used_bytes; line += 64) __builtin_prefetch(row + line);
}

// scores: [member, M3_KEYS], of `positions` positions for `members` queries `width` floats apart; all sums in registers.
M3_INLINE void score_at_once(float *scores, const float *query, const char *keys, size_t row_bytes,
                             m3_cache_type type, size_t width, const int positions, const int members) {
  floats sums[8][M3_GROUP];
  for (int t = 0; t < positions; t++) {
    for (int g = 0; g < members; g++) sums[t][g] = all(0);
  }
  size_t i = 0;
  for (; i + M3_LANES <= width; i += M3_LANES) {
    for (int t = 0; t < positions; t++) {
      const floats key = load_cached(keys + t * row_bytes, type, i);
      for (int g = 0; g < members; g++) sums[t][g] += key * load(query + g * width + i);
    }
  }
  for (int t = 0; t < positions; t++) {
    for (int g = 0; g < members; g++) {
      float sum = total(sums[t][g]);
M3_PLAIN_LOOP
      for (size_t k = i; k < width; k++) sum += one_cached(keys + t * row_bytes, type, k) * query[g * width + k];
      scores[g * M3_KEYS + t] = sum;
    }
  }
}

M3_INLINE void score(float *scores, const float *query, const char *keys, const char *next, size_t row_bytes,
                     m3_cache_type type, size_t width, size_t count, const int members) {
  const stream from = stream_of(keys, next, row_bytes, width * m3_element_bytes(type), count);
  const int positions = members == 1 ? 8 : members == 2 ? 4 : 2;
  size_t t = 0;
  for (; t + positions <= count; t += positions) {
    for (int p = 0; p < positions; p++) {
      ask_ahead(&from, t + p);
    }
    score_at_once(scores + t, query, keys + t * row_bytes, row_bytes, type, width, positions, members);
  }
  for (; t < count; t++) score_at_once(scores + t, query, keys + t * row_bytes, row_bytes, type, width, 1, members);
}

// output: rows `stride` floats apart; adds the values weighted; `vectors` of them are summed at a time, in registers.
M3_INLINE void weigh_at_once(float *output, size_t stride, const float *weights, const char *values, size_t row_bytes,
                             m3_cache_type type, size_t i, size_t count, const int members, const int vectors) {
  floats sums[M3_GROUP][8];
  for (int g = 0; g < members; g++) {
    for (int v = 0; v < vectors; v++) sums[g][v] = load(output + g * stride + i + v * M3_LANES);
  }
  for (size_t t = 0; t < count; t++, values += row_bytes) {
    for (int v = 0; v < vectors; v++) {
      const floats value = load_cached(values, type, i + v * M3_LANES);
      for (int g = 0; g < members; g++) sums[g][v] += value * weights[g * M3_KEYS + t];
    }
  }
  for (int g = 0; g < members; g++) {
    for (int v = 0; v < vectors; v++) store(output + g * stride + i + v * M3_LANES, sums[g][v]);
  }
}

// A few rows at a time, which stay in the first cache while their columns are summed.
M3_INLINE void weigh(float *output, size_t stride, const float *weights, const char *values, const char *next,
                     size_t row_bytes, m3_cache_type type, size_t width, size_t count, const int members) {
  const stream from = stream_of(values, next, row_bytes, width * m3_element_bytes(type), count);
  const int vectors = members == 1 ? 8 : members == 2 ? 4 : 2;
  for (int g = 0; g < members; g++) memset(output + g * stride, 0, width * sizeof *output);
  for (size_t t = 0; t < count; t += M3_VALUE_ROWS) {
    const size_t rows = count - t < M3_VALUE_ROWS ? count - t : M3_VALUE_ROWS;
    const char *first = values + t * row_bytes;
    for (size_t r = 0; r < rows; r++) ask_ahead(&from, t + r);
    size_t i = 0;
    for (; i + vectors * M3_LANES <= width; i += vectors * M3_LANES) {
      weigh_at_once(output, stride, weights + t, first, row_bytes, type, i, rows, members, vectors);
    }
    for (; i + M3_LANES <= width; i += M3_LANES) {
      weigh_at_once(output, stride, weights + t, first, row_bytes, type, i, rows, members, 1);
    }
M3_PLAIN_LOOP
    for (; i < width; i++) {
M3_PLAIN_LOOP
      for (int g = 0; g < members; g++) {
        float sum = output[g * stride + i];
M3_PLAIN_LOOP
        for (size_t r = 0; r < rows; r++) {
          sum += one_cached(first + r * row_bytes, type, i) * weights[g * M3_KEYS + t + r];
        }
        output[g * stride + i] = sum;
      }
    }
  }
}

#define M3_MEMBERS_CASE(call, n) \
  case n: call; break;
#define M3_CACHE_KERNELS(name, id)                                                                                   \
  static void score_##name(float *scores, const float *query, const char *keys, const char *next, size_t row_bytes,  \
                           size_t width, size_t count, size_t members) {                                             \
    switch (members) {                                                                                               \
      M3_MEMBERS_CASE(score(scores, query, keys, next, row_bytes, id, width, count, 1), 1)                           \
      M3_MEMBERS_CASE(score(scores, query, keys, next, row_bytes, id, width, count, 2), 2)                           \
      M3_MEMBERS_CASE(score(scores, query, keys, next, row_bytes, id, width, count, 3), 3)                           \
      M3_MEMBERS_CASE(score(scores, query, keys, next, row_bytes, id, width, count, 4), 4)                           \
    }                                                                                                                \
  }                                                                                                                  \
  static void weigh_##name(float *output, size_t stride, const float *weights, const char *values, const char *next, \
                           size_t row_bytes, size_t width, size_t count, size_t members) {                           \
    switch (members) {                                                                                               \
      M3_MEMBERS_CASE(weigh(output, stride, weights, values, next, row_bytes, id, width, count, 1), 1)               \
      M3_MEMBERS_CASE(weigh(output, stride, weights, values, next, row_bytes, id, width, count, 2), 2)               \
      M3_MEMBERS_CASE(weigh(output, stride, weights, values, next, row_bytes, id, width, count, 3), 3)               \
      M3_MEMBERS_CASE(weigh(output, stride, weights, values, next, row_bytes, id, width, count, 4), 4)               \
    }                                                                                                                \
  }
M3_CACHE_KERNELS(float32, M3_CACHE_FLOAT32)
M3_CACHE_KERNELS(float16, M3_CACHE_FLOAT16)
M3_CACHE_KERNELS(int8, M3_CACHE_INT8)

// Scores of one chunk to weights whose greatest is 1; returns their sum.
static float weights_of(float *scores, size_t count, float scale, float *greatest_score) {
  float most = -INFINITY, sum = 0;
  {
#pragma clang fp reassociate(on)
    for (size_t t = 0; t < count; t++) most = scores[t] > most ? scores[t] : most;
  }
  for (size_t t = 0; t < count; t++) scores[t] = exponential((scores[t] - most) * scale);
  {
#pragma clang fp reassociate(on)
    for (size_t t = 0; t < count; t++) sum += scores[t];
  }
  *greatest_score = most;
  return sum;
}

static void M3_AT_LEVEL(one_query_chunk)(size_t index, size_t worker, void *context) {
  (void)worker;
  const m3_attention_plan *plan = context;
  const m3_attention *attention = plan->attention;
  const m3_keys_values *cache = &attention->cache;
  const size_t head = index / plan->chunks, chunk = index % plan->chunks, width = cache->width;
  const size_t start = chunk * M3_KEYS, left = attention->tokens - start, count = left < M3_KEYS ? left : M3_KEYS;
  const size_t bytes = m3_element_bytes(cache->type), row_bytes = cache->position_stride * bytes;
  const size_t offset = head * cache->head_stride * bytes + start * row_bytes;
  const char *keys = (const char *)cache->keys + offset, *values = (const char *)cache->values + offset;
  const char *after = keys + M3_KEYS * row_bytes;
  const size_t scales = head * cache->scales_head_stride + start * cache->scales_position_stride;
  const size_t group = attention->heads / cache->heads, part = 2 + width;
  const float scale = 1.0f / sqrtf((float)width);
  for (size_t member = 0; member < group; member += M3_GROUP) {
    const size_t members = group - member < M3_GROUP ? group - member : M3_GROUP, first = head * group + member;
    float scores[M3_GROUP * M3_KEYS];
    const float *query = attention->query + first * width;
    switch (cache->type) {
      case M3_CACHE_FLOAT32: score_float32(scores, query, keys, values, row_bytes, width, count, members); break;
      case M3_CACHE_FLOAT16: score_float16(scores, query, keys, values, row_bytes, width, count, members); break;
      case M3_CACHE_INT8: score_int8(scores, query, keys, values, row_bytes, width, count, members); break;
    }
    float *to = plan->scratch + (first * plan->chunks + chunk) * part;
    const size_t stride = plan->chunks * part;
    for (size_t g = 0; g < members; g++) {
      float *row = scores + g * M3_KEYS;
      for (size_t t = 0; cache->type == M3_CACHE_INT8 && t < count; t++) {
        row[t] *= cache->key_scales[scales + t * cache->scales_position_stride];
      }
      to[g * stride + 1] = weights_of(row, count, scale, to + g * stride);
      for (size_t t = 0; cache->type == M3_CACHE_INT8 && t < count; t++) {
        row[t] *= cache->value_scales[scales + t * cache->scales_position_stride];
      }
    }
    switch (cache->type) {
      case M3_CACHE_FLOAT32: weigh_float32(to + 2, stride, scores, values, after, row_bytes, width, count, members); break;
      case M3_CACHE_FLOAT16: weigh_float16(to + 2, stride, scores, values, after, row_bytes, width, count, members); break;
      case M3_CACHE_INT8: weigh_int8(to + 2, stride, scores, values, after, row_bytes, width, count, members); break;
    }
  }
}
#else
static size_t chunks_of(const m3_attention *attention) { return (attention->tokens + M3_KEYS - 1) / M3_KEYS; }

size_t m3_one_query_scratch(const m3_attention *attention) {
  return attention->heads * chunks_of(attention) * (2 + attention->cache.width) * sizeof(float);
}

// The chunks of one head, each weighed by its greatest score against that of all.
static void put_together(float *output, const float *parts, size_t chunks, size_t width) {
  const float scale = 1.0f / sqrtf((float)width);
  float most = -INFINITY, sum = 0;
  for (size_t c = 0; c < chunks; c++) most = fmaxf(most, parts[c * (2 + width)]);
  for (size_t i = 0; i < width; i++) output[i] = 0;
  for (size_t c = 0; c < chunks; c++) {
    const float *part = parts + c * (2 + width), share = expf((part[0] - most) * scale);
    sum += part[1] * share;
    for (size_t i = 0; i < width; i++) output[i] += part[2 + i] * share;
  }
  for (size_t i = 0; i < width; i++) output[i] /= sum;
}

void m3_attend_one_query(const m3_attention *attention, void *scratch) {
  const size_t width = attention->cache.width, heads = attention->cache.heads;
  m3_attention_plan plan = {.attention = attention, .chunks = chunks_of(attention), .scratch = scratch};
  const size_t worth_splitting = 1 << 16;
  if (attention->tokens * attention->heads * width < worth_splitting) {
    for (size_t i = 0; i < heads * plan.chunks; i++) m3_kernels()->one_query_chunk(i, 0, &plan);
  } else {
    m3_parallel_for(heads * plan.chunks, m3_kernels()->one_query_chunk, &plan);
  }
  for (size_t head = 0; head < attention->heads; head++) {
    const float *parts = plan.scratch + head * plan.chunks * (2 + width);
    put_together(attention->output + head * width, parts, plan.chunks, width);
  }
}
#endif
