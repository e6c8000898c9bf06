// Loads OpenBLAS and finds its functions.
#include "COpenBLAS.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROW_MAJOR = 101, PLAIN = 111, TRANSPOSED = 112 };  // the interface's own numbers (cblas.h)

typedef void (*sgemm_function)(int order, int a_form, int b_form, int m, int n, int k, float alpha, const float *a,
                               int a_stride, const float *b, int b_stride, float beta, float *c, int c_stride);

static struct {
  pthread_once_t once;
  m3_blas_status status;
  char failure[512];
  sgemm_function sgemm;
  char *(*core)(void);
  char *(*configuration)(void);
} blas = {.once = PTHREAD_ONCE_INIT};

static void fail(m3_blas_status status, const char *reason) {
  blas.status = status;
  snprintf(blas.failure, sizeof blas.failure, "%s", reason != NULL ? reason : "");
}

// Sets a variable unless the user has; true when it must be removed again.
static bool lend(const char *name, const char *value) {
  return value != NULL && getenv(name) == NULL && setenv(name, value, 1) == 0;
}

static void *open_library(void) {
  // One thread: the work is split over our own pool, and the library need not start one.
  const bool core = lend("OPENBLAS_CORETYPE", m3_blas_suitable_core());
  const bool threads = lend("OPENBLAS_NUM_THREADS", "1");
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (core) unsetenv("OPENBLAS_CORETYPE");
  if (threads) unsetenv("OPENBLAS_NUM_THREADS");
  return library;
}

static void load(void) {
  void *library = open_library();
  if (library == NULL) {
    fail(M3_BLAS_MISSING_LIBRARY, dlerror());
    return;
  }
  blas.sgemm = (sgemm_function)dlsym(library, "cblas_sgemm");
  blas.core = (char *(*)(void))dlsym(library, "openblas_get_corename");
  blas.configuration = (char *(*)(void))dlsym(library, "openblas_get_config");
  void (*set_threads)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
  if (blas.sgemm == NULL || blas.core == NULL || blas.configuration == NULL || set_threads == NULL) {
    fail(M3_BLAS_MISSING_FUNCTION, dlerror());
    return;
  }
  set_threads(1);
}

m3_blas_status m3_blas_load(void) {
  pthread_once(&blas.once, load);
  return blas.status;
}

const char *m3_blas_failure(void) { return blas.failure; }

const char *m3_blas_core(void) { return blas.core != NULL ? blas.core() : ""; }

const char *m3_blas_configuration(void) { return blas.configuration != NULL ? blas.configuration() : ""; }

void m3_blas_product(float *c, size_t c_stride, const float *a, size_t a_stride, const float *b, size_t b_stride,
                     bool b_transposed, size_t m, size_t n, size_t k, bool add) {
  blas.sgemm(ROW_MAJOR, PLAIN, b_transposed ? TRANSPOSED : PLAIN, (int)m, (int)n, (int)k, 1.0f, a, (int)a_stride, b,
             (int)b_stride, add ? 1.0f : 0.0f, c, (int)c_stride);
}

void m3_blas_product_of_transposed(float *c, size_t c_stride, const float *a, size_t a_stride, const float *b,
                                   size_t b_stride, size_t m, size_t n, size_t k, bool add) {
  blas.sgemm(ROW_MAJOR, TRANSPOSED, PLAIN, (int)m, (int)n, (int)k, 1.0f, a, (int)a_stride, b, (int)b_stride,
             add ? 1.0f : 0.0f, c, (int)c_stride);
}
