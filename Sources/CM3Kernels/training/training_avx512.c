// The training kernels with AVX-512 F, BW, DQ and VL.
#if defined(__x86_64__)
#include "../kernels/error_function.h"
#include "../kernels/exponential.h"
#include "../cpu/wide.h"
#include "training_table.h"

#include <math.h>
#include <string.h>

#define M3_LEVEL avx512
#pragma clang attribute push(__attribute__((target(M3_TARGET_AVX512))), apply_to = function)
#include "training_level.h"
#pragma clang attribute pop
#else
typedef int m3_no_training_avx512;  // a file holds at least one declaration
#endif
