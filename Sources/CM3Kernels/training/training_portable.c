// The training kernels with the instructions of the compiler's default target.
#include "../kernels/error_function.h"
#include "../kernels/exponential.h"
#include "training_table.h"

#include <math.h>
#include <string.h>

#define M3_LEVEL portable
#include "training_level.h"
