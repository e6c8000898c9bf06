#pragma once
// The kernels of training, one table a level, as kernel_table.h has those of the passes that answer.
#include "../include/m3_cpu.h"
#include "../include/m3_gradients.h"
#include "../include/m3_narrow_product.h"
#include "../include/m3_optimizer.h"

// Every training kernel that has levels.
#define M3_EACH_TRAINING_KERNEL(DO) \
  DO(quick_gelu_of)                 \
  DO(quick_gelu_gradient)           \
  DO(gelu_of)                       \
  DO(gelu_gradient)                 \
  DO(swiglu)                        \
  DO(swiglu_gradient)               \
  DO(layer_norm_gradient)           \
  DO(rms_norm_gradient)             \
  DO(softmax_and_log_sum)           \
  DO(softmax_gradient)              \
  DO(cross_entropy)                 \
  DO(add_scaled)                    \
  DO(dot)                           \
  DO(adam)                          \
  DO(sum_of_squares)                \
  DO(narrow_product)                \
  DO(transpose)

typedef struct {
#define M3_FIELD(name) __typeof__(m3_##name) *name;
  M3_EACH_TRAINING_KERNEL(M3_FIELD)
#undef M3_FIELD
} m3_training_table;

extern const m3_training_table m3_training_portable, m3_training_avx2, m3_training_avx512;

// The table of the level in use.
const m3_training_table *m3_training_kernels(void);
