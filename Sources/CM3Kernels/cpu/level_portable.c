// The kernels with the instructions of the compiler's default target: SSE2 on x86-64, NEON on AArch64.
#include "../kernels/elements.h"
#include "../kernels/error_function.h"
#include "../kernels/exponential.h"
#include "../packed/pieces.h"
#include "../packed/quantize.h"
#include "kernel_table.h"

#define M3_LEVEL portable
#define M3_LEVEL_ID M3_CPU_PORTABLE
#define M3_LANES 4
#if defined(__aarch64__)
#define M3_STRIP 6
#else
#define M3_STRIP 2
#endif
#define M3_WIDE 1
#include "level.h"
