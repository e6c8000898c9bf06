// The kernels with AVX-512 F, BW, DQ, VL and VNNI.
#if defined(__x86_64__)
#include "../kernels/elements.h"
#include "../kernels/error_function.h"
#include "../kernels/exponential.h"
#include "../packed/pieces.h"
#include "../packed/quantize.h"
#include "kernel_table.h"
#include "wide.h"

#define M3_LEVEL avx512
#define M3_LEVEL_ID M3_CPU_AVX512
#define M3_HAS_F16C 1
#define M3_LANES 16
#define M3_STRIP 12
#define M3_WIDE 2
#pragma clang attribute push(__attribute__((target(M3_TARGET_AVX512))), apply_to = function)
#include "level.h"
#pragma clang attribute pop
#else
typedef int m3_no_avx512;  // a file holds at least one declaration
#endif
