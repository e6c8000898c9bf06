// The kernels with AVX-512 F, BW, DQ and VL.
#if defined(__x86_64__)
#include "../kernels/elements.h"
#include "../kernels/error_function.h"
#include "../kernels/exponential.h"
#include "kernel_table.h"

#define M3_LEVEL avx512
#define M3_LEVEL_ID M3_CPU_AVX512
#define M3_HAS_F16C 1
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c"))), \
                             apply_to = function)
#include "level.h"
#pragma clang attribute pop
#else
typedef int m3_no_avx512;  // a file holds at least one declaration
#endif
