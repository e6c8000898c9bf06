#pragma once
// OpenBLAS, loaded at run time. The library chooses its kernels once, while it is being loaded, by a table of processors
// that its version knows; a newer processor gets kernels several times too slow. So the choice is made here, by what the
// processor can do, before the library is loaded.
#include <stdbool.h>
#include <stddef.h>

typedef enum {
  M3_BLAS_READY = 0,
  M3_BLAS_MISSING_LIBRARY,   // libopenblas.so.0 cannot be loaded
  M3_BLAS_MISSING_FUNCTION,  // it lacks a function that we call
} m3_blas_status;

// Loads the library, once for the process; later calls give the first one's result. A core type that the user has set
// (OPENBLAS_CORETYPE) is left as it is. The environment is as before when this returns, but is changed on the way: call
// it before other threads read the environment.
m3_blas_status m3_blas_load(void);
// What the loader said when loading failed; empty otherwise. Owned by this module.
const char *m3_blas_failure(void);
// The library's name for the kernels it runs, such as "Zen"; empty before a successful load. Owned by the library.
const char *m3_blas_core(void);
// The library's version and build. Owned by the library.
const char *m3_blas_configuration(void);
// The core type that suits this processor, or NULL to leave the choice to the library.
const char *m3_blas_suitable_core(void);

// c = a * b, or c += a * b, on the calling thread only; all row-major, strides in floats.
//   a: [m, k];  b: [k, n], or [n, k] if `b_transposed`;  c: [m, n].
// Only after a successful load.
void m3_blas_product(float *c, size_t c_stride, const float *a, size_t a_stride, const float *b, size_t b_stride,
                     bool b_transposed, size_t m, size_t n, size_t k, bool add);

// c = a^T * b, or c += a^T * b, the same way: the product that gives a weight's gradient.
//   a: [k, m];  b: [k, n];  c: [m, n].
void m3_blas_product_of_transposed(float *c, size_t c_stride, const float *a, size_t a_stride, const float *b,
                                   size_t b_stride, size_t m, size_t n, size_t k, bool add);
