// The training kernels with AVX-512 F, BW, DQ and VL.
#if defined(__x86_64__)
#include "../kernels/error_function.h"
#include "../kernels/exponential.h"
#include "training_table.h"

#include <math.h>
#include <string.h>

#define M3_LEVEL avx512
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c"))), apply_to = function)
#include "training_level.h"
#pragma clang attribute pop
#else
typedef int m3_no_training_avx512;  // a file holds at least one declaration
#endif
