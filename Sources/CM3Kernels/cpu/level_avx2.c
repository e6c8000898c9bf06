// The kernels with AVX2, FMA and F16C.
#if defined(__x86_64__)
#include "../kernels/elements.h"
#include "../kernels/error_function.h"
#include "../kernels/exponential.h"
#include "../packed/pieces.h"
#include "../packed/quantize.h"
#include "kernel_table.h"

#include <immintrin.h>

#define M3_LEVEL avx2
#define M3_LEVEL_ID M3_CPU_AVX2
#define M3_HAS_F16C 1
#define M3_LANES 8
#define M3_STRIP 6
#define M3_WIDE 1
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "level.h"
#pragma clang attribute pop
#else
typedef int m3_no_avx2;  // a file holds at least one declaration
#endif
