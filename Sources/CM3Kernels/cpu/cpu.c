// What the processor can do, and the choice of kernels by it.
#include "../include/m3_cpu.h"

#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include "kernel_table.h"

#if defined(__x86_64__)
#include <cpuid.h>
#ifdef __linux__
#include <sys/syscall.h>
#include <unistd.h>
#endif

// The register states that the operating system saves (XCR0).
static unsigned long long saved_states(void) {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return ((unsigned long long)high << 32) | low;
}

// Linux gives a process the tiles' registers (state 18) when it asks: arch_prctl(ARCH_REQ_XCOMP_PERM).
static bool tiles_are_allowed(void) {
#ifdef __linux__
  return syscall(SYS_arch_prctl, 0x1023, 18) == 0;
#else
  return false;
#endif
}

m3_cpu_facts m3_cpu_detect(void) {
  m3_cpu_facts facts = {0};
  unsigned a, b, c, d;
  if (!__get_cpuid(0, &a, &b, &c, &d)) return facts;
  char maker[12];
  memcpy(maker, &b, 4);
  memcpy(maker + 4, &d, 4);
  memcpy(maker + 8, &c, 4);
  facts.amd = memcmp(maker, "AuthenticAMD", 12) == 0 || memcmp(maker, "HygonGenuine", 12) == 0;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return facts;
  facts.family = (int)((a >> 8) & 15);
  if (facts.family == 15) facts.family += (int)((a >> 20) & 255);
  const unsigned fma = 1u << 12, os_saves = 1u << 27, f16c = 1u << 29;
  if ((c & os_saves) == 0) return facts;
  const bool half_and_fma = (c & fma) != 0 && (c & f16c) != 0;
  const unsigned long long states = saved_states();
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return facts;
  const unsigned avx2 = 1u << 5, f = 1u << 16, dq = 1u << 17, bw = 1u << 30, vl = 1u << 31;
  facts.avx2 = half_and_fma && (b & avx2) != 0 && (states & 0x6) == 0x6;
  const unsigned vnni = 1u << 11;  // of ecx
  facts.avx512 = facts.avx2 && (b & f) != 0 && (b & dq) != 0 && (b & bw) != 0 && (b & vl) != 0 &&
                 (states & 0xE6) == 0xE6;
  facts.vnni = facts.avx512 && (c & vnni) != 0;
  // Leaves 0x1D and 0x1E, which describe the tiles, read as zero in some virtual machines that have them.
  const unsigned amx_bf16 = 1u << 22, amx_tile = 1u << 24;  // of edx
  facts.amx = facts.vnni && (d & amx_bf16) != 0 && (d & amx_tile) != 0 && (states & 0x60000) == 0x60000 &&
              tiles_are_allowed();
#ifdef M3_EMULATED
  facts.amx = facts.vnni = facts.avx2;
#endif
  return facts;
}
#else
m3_cpu_facts m3_cpu_detect(void) {
  m3_cpu_facts facts = {0};
  return facts;
}
#endif

m3_cpu_level m3_cpu_best(void) {
  const m3_cpu_facts facts = m3_cpu_detect();
  return facts.amx ? M3_CPU_AMX : facts.vnni ? M3_CPU_AVX512 : facts.avx2 ? M3_CPU_AVX2 : M3_CPU_PORTABLE;
}

const char *m3_cpu_name(m3_cpu_level level) {
  switch (level) {
    case M3_CPU_AMX: return "amx";
    case M3_CPU_AVX512: return "avx512";
    case M3_CPU_AVX2: return "avx2";
    default: return "portable";
  }
}

static const m3_kernel_table *table_of(m3_cpu_level level) {
  switch (level) {
#if defined(__x86_64__)
    case M3_CPU_AMX: return &m3_kernels_amx;
    case M3_CPU_AVX512: return &m3_kernels_avx512;
    case M3_CPU_AVX2: return &m3_kernels_avx2;
#endif
    default: return &m3_kernels_portable;
  }
}

static _Atomic(const m3_kernel_table *) in_use;

const m3_kernel_table *m3_kernels(void) {
  const m3_kernel_table *table = atomic_load_explicit(&in_use, memory_order_acquire);
  if (table == NULL) {  // two threads may both get here: they choose the same
    table = table_of(m3_cpu_best());
    atomic_store_explicit(&in_use, table, memory_order_release);
  }
  return table;
}

m3_cpu_level m3_cpu_in_use(void) { return m3_kernels()->level; }

bool m3_cpu_use(m3_cpu_level level) {
  if ((int)level < 0 || level > m3_cpu_best()) return false;
  atomic_store_explicit(&in_use, table_of(level), memory_order_release);
  return true;
}
