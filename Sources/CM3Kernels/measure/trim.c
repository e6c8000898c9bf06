// Free memory.
#include "../include/m3_measure.h"

#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>

void m3_trim_memory(void) { malloc_trim(0); }
#else
void m3_trim_memory(void) {}
#endif
