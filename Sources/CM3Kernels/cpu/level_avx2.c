// The kernels with AVX2, FMA and F16C.
#if defined(__x86_64__)
#include "../kernels/elements.h"
#include "../kernels/error_function.h"
#include "../kernels/exponential.h"
#include "kernel_table.h"

#define M3_LEVEL avx2
#define M3_LEVEL_ID M3_CPU_AVX2
#define M3_HAS_F16C 1
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "level.h"
#pragma clang attribute pop
#else
typedef int m3_no_avx2;  // a file holds at least one declaration
#endif
