// Attention as it is defined.
#include "../include/m3_convert.h"
#include "parts.h"

#include <math.h>
#include <stdlib.h>

static double cached(const m3_keys_values *cache, const void *from, const float *scales, size_t head, size_t position,
                     size_t i) {
  const size_t at = head * cache->head_stride + position * cache->position_stride + i;
  const char *byte = (const char *)from + at * m3_element_bytes(cache->type);
  if (cache->type == M3_CACHE_INT8) {
    const size_t scale = head * cache->scales_head_stride + position * cache->scales_position_stride;
    return (double)*(const signed char *)byte * scales[scale];
  }
  float value;
  m3_to_float_reference(&value, byte, cache->type == M3_CACHE_FLOAT32 ? M3_FLOAT32 : M3_FLOAT16, 1);
  return value;
}

void m3_attend_reference(const m3_attention *attention) {
  const m3_keys_values *cache = &attention->cache;
  const size_t width = cache->width, group = attention->heads / cache->heads;
  double *weights = malloc((attention->tokens + 1) * sizeof *weights);
  for (size_t task = 0; task < attention->queries * attention->heads && weights != NULL; task++) {
    const size_t row = task / attention->heads, head = task % attention->heads;
    const float *query = attention->query + row * attention->query_stride + head * width;
    const size_t seen = attention->causal ? attention->tokens - attention->queries + row + 1 : attention->tokens;
    double most = -INFINITY, sum = 0;
    for (size_t t = 0; t < seen; t++) {
      weights[t] = 0;
      for (size_t i = 0; i < width; i++) {
        weights[t] += query[i] * cached(cache, cache->keys, cache->key_scales, head / group, t, i) / sqrt((double)width);
      }
      most = fmax(most, weights[t]);
    }
    for (size_t t = 0; t < seen; t++) sum += weights[t] = exp(weights[t] - most);
    for (size_t i = 0; i < width; i++) {
      double value = 0;
      for (size_t t = 0; t < seen; t++) {
        value += weights[t] * cached(cache, cache->values, cache->value_scales, head / group, t, i);
      }
      attention->output[row * attention->output_stride + head * width + i] = (float)(value / sum);
    }
  }
  free(weights);
}
