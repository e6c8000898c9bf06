// Which of OpenBLAS's kernels suit this processor.
#include "COpenBLAS.h"
#include "m3_cpu.h"

#include <stddef.h>

// Families of AMD and Hygon that OpenBLAS has its Zen kernels for: 23 (Zen, Zen 2), 24 (Hygon Dhyana), 25 (Zen 3, 4).
static bool is_zen(int family) { return family >= 23 && family <= 25; }

const char *m3_blas_suitable_core(void) {
  const m3_cpu_facts cpu = m3_cpu_detect();
  if (cpu.avx512) return "SkylakeX";
  if (cpu.avx2) return cpu.amd && is_zen(cpu.family) ? "Zen" : "Haswell";
  return NULL;
}
