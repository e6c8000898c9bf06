// Attention of many queries: blocks of queries over blocks of keys by the micro-kernel of products, softmax as it goes
// (a running greatest score and sum for each query: Dao et al., FlashAttention, 2022).
#include "../cpu/kernel_table.h"
#include "parts.h"

#include <math.h>

#ifdef M3_LEVEL
// Keys as panels of 16 positions, [panel, width, 16]; values of each block of M3_KEYS positions as panels of 16 columns,
// [block, panel, M3_KEYS, 16]. Zeros fill up what is not whole.
typedef struct {
  const m3_attention *attention;
  size_t value_panels;
  float *keys, *values;
  // Of one block of queries.
  float *query;    // [slice, M3_QUERIES, M3_SLICE]
  float *scores;   // [M3_QUERIES, M3_KEYS]
  float *sums;     // [value panel, M3_QUERIES, 16]
  float *most, *share;  // [M3_QUERIES]: the greatest score and the sum of weights
} block_memory;

M3_INLINE void cached_row(float *to, const m3_keys_values *cache, const void *from, const float *scales, size_t head,
                          size_t position) {
  const size_t offset = head * cache->head_stride + position * cache->position_stride, width = cache->width;
  const char *row = (const char *)from + offset * m3_element_bytes(cache->type);
  const size_t scale_at = head * cache->scales_head_stride + position * cache->scales_position_stride;
  const float scale = cache->type == M3_CACHE_INT8 ? scales[scale_at] : 1;
  size_t i = 0;
  for (; i + M3_LANES <= width; i += M3_LANES) store(to + i, load_cached(row, cache->type, i) * scale);
M3_PLAIN_LOOP
  for (; i < width; i++) to[i] = one_cached(row, cache->type, i) * scale;
}

typedef float four __attribute__((vector_size(16), aligned(4), may_alias));

// to[k][n] = from[n][k] for 16 rows `stride` floats apart, four by four.
static void transpose_panel(float *to, const float *from, size_t stride, size_t width) {
  size_t k = 0;
  for (; k + 4 <= width; k += 4) {
    for (size_t n = 0; n < M3_PANEL; n += 4) {
      const float *at = from + n * stride + k;
      const four a = *(const four *)at, b = *(const four *)(at + stride);
      const four c = *(const four *)(at + 2 * stride), d = *(const four *)(at + 3 * stride);
      const four ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
      const four cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
      *(four *)(to + k * M3_PANEL + n) = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
      *(four *)(to + (k + 1) * M3_PANEL + n) = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
      *(four *)(to + (k + 2) * M3_PANEL + n) = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
      *(four *)(to + (k + 3) * M3_PANEL + n) = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
    }
  }
  for (; k < width; k++) {
    for (size_t n = 0; n < M3_PANEL; n++) to[k * M3_PANEL + n] = from[n * stride + k];
  }
}

// The first `tokens` positions of one head; `rows` has room for 16 rows.
static void pack_head(block_memory *memory, size_t head, size_t tokens, float *rows) {
  const m3_keys_values *cache = &memory->attention->cache;
  const size_t width = cache->width, row = memory->value_panels * M3_PANEL;
  memset(rows, 0, M3_PANEL * row * sizeof *rows);
  for (size_t start = 0; start < tokens; start += M3_PANEL) {
    for (size_t n = 0; n < M3_PANEL; n++) {
      if (start + n < tokens) {
        cached_row(rows + n * row, cache, cache->keys, cache->key_scales, head, start + n);
      } else {
        memset(rows + n * row, 0, width * sizeof *rows);
      }
    }
    transpose_panel(memory->keys + start * width, rows, row, width);
  }
  for (size_t t = 0; t < tokens; t++) {
    cached_row(rows, cache, cache->values, cache->value_scales, head, t);
    float *to = memory->values + (t / M3_KEYS * memory->value_panels * M3_KEYS + t % M3_KEYS) * M3_PANEL;
    for (size_t p = 0; p < memory->value_panels; p++) {
      memcpy(to + p * M3_KEYS * M3_PANEL, rows + p * M3_PANEL, M3_PANEL * sizeof *rows);
    }
  }
}

// Positions that a query sees, of `start` and those after it, at most a block of them.
M3_INLINE size_t seen_of(const m3_attention *attention, size_t query, size_t start) {
  const size_t seen = attention->causal ? attention->tokens - attention->queries + query + 1 : attention->tokens;
  return seen <= start ? 0 : seen - start < M3_KEYS ? seen - start : M3_KEYS;
}

// Scores of one query for a block of positions to weights, with what was summed before brought to the same measure.
static void weigh_scores(block_memory *memory, size_t r, size_t seen, size_t padded) {
  float *scores = memory->scores + r * M3_KEYS, most = memory->most[r], sum = 0;
  {
#pragma clang fp reassociate(on)
    for (size_t t = 0; t < seen; t++) most = scores[t] > most ? scores[t] : most;
  }
  for (size_t t = 0; t < seen; t++) scores[t] = exponential(scores[t] - most);
  {
#pragma clang fp reassociate(on)
    for (size_t t = 0; t < seen; t++) sum += scores[t];
  }
  for (size_t t = seen; t < padded; t++) scores[t] = 0;
  if (most > memory->most[r]) {
    const float before = exponential(memory->most[r] - most);
    memory->share[r] *= before;
    for (size_t p = 0; p < memory->value_panels; p++) {
      float *sums = memory->sums + (p * M3_QUERIES + r) * M3_PANEL;
      for (size_t i = 0; i < M3_PANEL; i++) sums[i] *= before;
    }
    memory->most[r] = most;
  }
  memory->share[r] += sum;
}

// One block of queries with one block of positions.
static void attend_block(block_memory *memory, size_t query, size_t rows, size_t start) {
  const m3_attention *attention = memory->attention;
  const size_t width = attention->cache.width;
  const size_t most_seen = seen_of(attention, query + rows - 1, start);
  for (size_t t = 0; t < most_seen; t += M3_WIDE * M3_PANEL) {
    const size_t panels = most_seen - t <= M3_PANEL ? 1 : M3_WIDE;
    for (size_t r = 0; r < rows; r += M3_STRIP) {
      const size_t count = rows - r < M3_STRIP ? rows - r : M3_STRIP;
      if (seen_of(attention, query + r + count - 1, start) <= t) continue;
      for (size_t k = 0; k < width; k += M3_SLICE) {
        const size_t depth = width - k < M3_SLICE ? width - k : M3_SLICE;
        strip(memory->scores + r * M3_KEYS + t, M3_KEYS, M3_PANEL, memory->query + (k / M3_SLICE * M3_QUERIES + r) * M3_SLICE,
              memory->keys + (start + t) * width + k * M3_PANEL, width * M3_PANEL, depth, k > 0, count, panels);
      }
    }
  }
  for (size_t r = 0; r < rows; r++) {
    const size_t last = r / M3_STRIP * M3_STRIP + M3_STRIP - 1;
    const size_t seen = seen_of(attention, query + r, start);
    const size_t padded = seen_of(attention, query + (last < rows ? last : rows - 1), start);
    if (padded > 0) weigh_scores(memory, r, seen, padded);
  }
  const float *values = memory->values + start * memory->value_panels * M3_PANEL;
  for (size_t p = 0; p < memory->value_panels; p += M3_WIDE) {
    const size_t panels = memory->value_panels - p < M3_WIDE ? memory->value_panels - p : M3_WIDE;
    for (size_t r = 0; r < rows; r += M3_STRIP) {
      const size_t count = rows - r < M3_STRIP ? rows - r : M3_STRIP;
      const size_t depth = seen_of(attention, query + r + count - 1, start);
      if (depth == 0) continue;
      strip(memory->sums + (p * M3_QUERIES + r) * M3_PANEL, M3_PANEL, M3_QUERIES * M3_PANEL,
            memory->scores + r * M3_KEYS, values + p * M3_KEYS * M3_PANEL, M3_KEYS * M3_PANEL, depth, true, count,
            panels);
    }
  }
}

// One block of queries of one head over all positions that they see.
static void attend_queries(block_memory *memory, size_t head, size_t query, size_t rows) {
  const m3_attention *attention = memory->attention;
  const size_t width = attention->cache.width;
  const float scale = 1.0f / sqrtf((float)width);
  for (size_t r = 0; r < rows; r++) {
    const float *from = attention->query + (query + r) * attention->query_stride + head * width;
    for (size_t i = 0; i < width; i++) {
      memory->query[(i / M3_SLICE * M3_QUERIES + r) * M3_SLICE + i % M3_SLICE] = from[i] * scale;
    }
    memory->most[r] = -INFINITY;
    memory->share[r] = 0;
  }
  memset(memory->sums, 0, memory->value_panels * M3_QUERIES * M3_PANEL * sizeof *memory->sums);
  for (size_t start = 0; seen_of(attention, query + rows - 1, start) > 0; start += M3_KEYS) {
    attend_block(memory, query, rows, start);
  }
  for (size_t r = 0; r < rows; r++) {
    float *to = attention->output + (query + r) * attention->output_stride + head * width;
    const float share = 1.0f / memory->share[r];
    for (size_t i = 0; i < width; i++) {
      to[i] = memory->sums[(i / M3_PANEL * M3_QUERIES + r) * M3_PANEL + i % M3_PANEL] * share;
    }
  }
}

static void M3_AT_LEVEL(query_blocks)(size_t index, size_t worker, void *context) {
  const m3_attention_plan *plan = context;
  const m3_attention *attention = plan->attention;
  const m3_keys_values *cache = &attention->cache;
  const size_t width = cache->width, group = attention->heads / cache->heads;
  // The last queries, which see most, first: threads end together.
  const size_t head = index % cache->heads, chunk = plan->chunks - 1 - index / cache->heads;
  const size_t blocks = (attention->queries + M3_QUERIES - 1) / M3_QUERIES;
  const size_t first = blocks * chunk / plan->chunks * M3_QUERIES;
  size_t end = blocks * (chunk + 1) / plan->chunks * M3_QUERIES;
  if (end > attention->queries) end = attention->queries;
  const size_t seen = attention->causal ? attention->tokens - attention->queries + end : attention->tokens;
  block_memory memory = {.attention = attention, .value_panels = (width + M3_PANEL - 1) / M3_PANEL};
  const size_t slices = (width + M3_SLICE - 1) / M3_SLICE, columns = memory.value_panels * M3_PANEL;
  memory.query = plan->scratch + worker * plan->worker_floats;
  memory.scores = memory.query + slices * M3_QUERIES * M3_SLICE;
  memory.sums = memory.scores + M3_QUERIES * M3_KEYS;
  memory.most = memory.sums + M3_QUERIES * columns;
  memory.share = memory.most + M3_QUERIES;
  float *rows = memory.share + M3_QUERIES;
  memory.keys = rows + M3_PANEL * columns;
  memory.values = memory.keys + (attention->tokens + M3_PANEL - 1) / M3_PANEL * M3_PANEL * width;
  pack_head(&memory, head, seen, rows);
  for (size_t member = 0; member < group; member++) {
    for (size_t query = first; query < end; query += M3_QUERIES) {
      const size_t left = end - query;
      attend_queries(&memory, head * group + member, query, left < M3_QUERIES ? left : M3_QUERIES);
    }
  }
}
#else
static size_t whole(size_t count, size_t of) { return (count + of - 1) / of * of; }

// Chunks of queries so that there are tasks for all threads: each packs its head's keys and values anew.
static m3_attention_plan plan_of(const m3_attention *attention) {
  const size_t width = attention->cache.width, heads = attention->cache.heads, columns = whole(width, M3_PANEL);
  const size_t blocks = whole(attention->queries, M3_QUERIES) / M3_QUERIES;
  const size_t threads = m3_threads_in_use(), tasks = threads == 1 ? 1 : 4 * threads;
  m3_attention_plan plan = {.attention = attention, .chunks = (tasks + heads - 1) / heads};
  if (plan.chunks > blocks) plan.chunks = blocks;
  plan.worker_floats = whole(width, M3_SLICE) * M3_QUERIES + M3_QUERIES * M3_KEYS + M3_QUERIES * columns +
                       2 * M3_QUERIES + M3_PANEL * columns + whole(attention->tokens, M3_PANEL) * width +
                       whole(attention->tokens, M3_KEYS) * columns;
  plan.worker_floats = whole(plan.worker_floats, 16);
  return plan;
}

size_t m3_attention_scratch(const m3_attention *attention) {
  if (attention->queries == 1) return m3_one_query_scratch(attention);
  return plan_of(attention).worker_floats * m3_threads_in_use() * sizeof(float);
}

void m3_attend(const m3_attention *attention, void *scratch) {
  if (attention->queries == 0 || attention->tokens == 0) return;
  if (attention->queries == 1) {
    m3_attend_one_query(attention, scratch);
    return;
  }
  m3_attention_plan plan = plan_of(attention);
  plan.scratch = scratch;
  const size_t tasks = plan.chunks * attention->cache.heads, worth_splitting = 1 << 16;
  if (attention->queries * attention->tokens * attention->heads * attention->cache.width < worth_splitting) {
    for (size_t i = 0; i < tasks; i++) m3_kernels()->query_blocks(i, 0, &plan);
  } else {
    m3_parallel_for(tasks, m3_kernels()->query_blocks, &plan);
  }
}
#endif
