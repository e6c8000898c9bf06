// The kernels with the instructions of the compiler's default target: SSE2 on x86-64, NEON on AArch64.
#include "../kernels/elements.h"
#include "../kernels/error_function.h"
#include "../kernels/exponential.h"
#include "kernel_table.h"

#define M3_LEVEL portable
#define M3_LEVEL_ID M3_CPU_PORTABLE
#include "level.h"
