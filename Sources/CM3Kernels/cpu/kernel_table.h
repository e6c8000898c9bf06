#pragma once
// The kernels of one level. A kernel's file (kernels/NAME.c) is compiled once by itself, for its public function and its
// reference, and once in each level's file, where M3_LEVEL is defined and the compiler may use that level's
// instructions. A level with a better form of one kernel names it in its own table.
#include "../attention/parts.h"
#include "../include/attention/m3_attention.h"
#include "../include/m3_convert.h"
#include "../include/m3_cpu.h"
#include "../include/m3_measure.h"
#include "../include/m3_norm.h"
#include "../include/m3_rotary.h"
#include "../include/m3_rows.h"
#include "../include/m3_softmax.h"
#include "../include/packed/m3_product.h"
#include "../packed/pieces.h"

// Every kernel that has levels.
#define M3_EACH_KERNEL(DO) \
  DO(to_float)             \
  DO(layer_norm)           \
  DO(rms_norm)             \
  DO(softmax)              \
  DO(rotary)               \
  DO(add)                  \
  DO(weighted_sum)         \
  DO(mean_windows)         \
  DO(pack_panel)           \
  DO(product_task)         \
  DO(quantize_row)         \
  DO(few_rows_task)        \
  DO(store_in_cache)       \
  DO(one_query_chunk)      \
  DO(query_blocks)         \
  DO(multiply_add_peak)    \
  DO(tile_peak)

typedef struct {
  m3_cpu_level level;
#define M3_FIELD(name) __typeof__(m3_##name) *name;
  M3_EACH_KERNEL(M3_FIELD)
#undef M3_FIELD
} m3_kernel_table;

extern const m3_kernel_table m3_kernels_portable, m3_kernels_avx2, m3_kernels_avx512, m3_kernels_amx;

// The table in use.
const m3_kernel_table *m3_kernels(void);
