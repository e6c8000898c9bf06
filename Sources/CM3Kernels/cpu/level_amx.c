// The kernels with AMX tiles of bfloat16 for products of many rows, and AVX-512 with VNNI for all else.
#if defined(__x86_64__)
#include "../kernels/elements.h"
#include "../kernels/error_function.h"
#include "../kernels/exponential.h"
#include "../packed/pieces.h"
#include "../packed/quantize.h"
#include "kernel_table.h"
#include "wide.h"

#define M3_LEVEL amx
#define M3_LEVEL_ID M3_CPU_AMX
#define M3_HAS_F16C 1
#define M3_HAS_TILES 1
#define M3_LANES 16
#define M3_STRIP 12
#define M3_WIDE 2
#pragma clang attribute push(__attribute__((target(M3_TARGET_AMX))), apply_to = function)
#include "level.h"
#pragma clang attribute pop
#else
typedef int m3_no_amx;  // a file holds at least one declaration
#endif
