// All training kernels at one level; included by each level's file as cpu/level.h is. No include guard: that is its use.
#define M3_JOIN(name, level) name##_##level
#define M3_NAME(name, level) M3_JOIN(name, level)
#define M3_AT_LEVEL(name) M3_NAME(name, M3_LEVEL)

#include "activation_gradient.c"
#include "norm_gradient.c"
#include "softmax_gradient.c"
#include "narrow_product.c"
#include "optimizer.c"

const m3_training_table M3_AT_LEVEL(m3_training) = {
#define M3_ENTRY(name) .name = M3_AT_LEVEL(name),
  M3_EACH_TRAINING_KERNEL(M3_ENTRY)
#undef M3_ENTRY
};
