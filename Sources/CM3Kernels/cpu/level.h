// All kernels at one level. Included by each level's file, which defines M3_LEVEL (the suffix of its functions) and
// M3_LEVEL_ID first, with the shape of its vectors (packed/vectors.h), and may open an attribute region that allows more
// instructions. No include guard: that is its use.
#define M3_JOIN(name, level) name##_##level
#define M3_NAME(name, level) M3_JOIN(name, level)
#define M3_AT_LEVEL(name) M3_NAME(name, M3_LEVEL)

#include "../kernels/convert.c"
#include "../kernels/mean_windows.c"
#include "../kernels/norm.c"
#include "../kernels/rotary.c"
#include "../kernels/rows.c"
#include "../kernels/softmax.c"

#include "../packed/vectors.h"
#include "../packed/micro.h"
#include "../packed/unpack.h"
#include "../packed/integers.h"
#include "../packed/tiles.h"
#include "../packed/finish.h"
#include "../packed/integer_dots.h"
#include "../packed/pack.c"
#include "../packed/product.c"
#include "../packed/quantize_row.c"
#include "../packed/few_rows.c"

#include "../attention/cache_row.c"
#include "../attention/one_query.c"
#include "../attention/query_blocks.c"

#include "../measure/multiply_add.c"
#include "../measure/tiles.c"

const m3_kernel_table M3_AT_LEVEL(m3_kernels) = {
  .level = M3_LEVEL_ID,
#define M3_ENTRY(name) .name = M3_AT_LEVEL(name),
  M3_EACH_KERNEL(M3_ENTRY)
#undef M3_ENTRY
};
