#pragma once
// For kernels that need no form of their own at a level: the compiler makes one for each instruction set, and the loader
// chooses.
#if defined(__x86_64__) && defined(__linux__)
#define DISPATCHED __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define DISPATCHED
#endif
