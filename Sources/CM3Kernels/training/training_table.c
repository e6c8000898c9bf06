// The choice of training kernels by the level in use.
#include "training_table.h"

const m3_training_table *m3_training_kernels(void) {
  switch (m3_cpu_in_use()) {
#if defined(__x86_64__)
    case M3_CPU_AMX:
    case M3_CPU_AVX512: return &m3_training_avx512;
    case M3_CPU_AVX2: return &m3_training_avx2;
#endif
    default: return &m3_training_portable;
  }
}
