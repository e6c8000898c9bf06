#pragma once
// What the processor can do, and which level of kernels runs. A level is a set of instructions; every kernel exists at
// each level, made from one source, and the best level that the processor and its operating system allow is used unless
// a lower one is asked for (to test it, or to compare).
#include <stdbool.h>

typedef enum {
  M3_CPU_PORTABLE = 0,  // what the compiler's default target has
  M3_CPU_AVX2 = 1,      // AVX2, FMA and F16C
  M3_CPU_AVX512 = 2,    // AVX-512 F, BW, DQ, VL and VNNI besides
  M3_CPU_AMX = 3,       // AMX tiles of bfloat16 besides
} m3_cpu_level;

enum { M3_CPU_LEVELS = 4 };

typedef struct {
  bool avx2;    // with FMA, F16C and the system's leave to use the wide registers
  bool avx512;  // F, BW, DQ, VL, and the system's leave
  bool vnni;    // AVX-512 VNNI besides
  bool amx;     // tiles of bfloat16 besides, and the system's leave to use them
  bool amd;     // made by AMD or Hygon
  int family;   // as the maker counts (25 is Zen 3 and 4)
} m3_cpu_facts;

m3_cpu_facts m3_cpu_detect(void);

// The highest level that can run here.
m3_cpu_level m3_cpu_best(void);
// The level whose kernels run; the best one until `m3_cpu_use` says otherwise.
m3_cpu_level m3_cpu_in_use(void);
// Chooses a level; false (and no change) when it cannot run here. Not while kernels are running.
bool m3_cpu_use(m3_cpu_level level);
// "portable", "avx2", "avx512", "amx".
const char *m3_cpu_name(m3_cpu_level level);
