#include "include/CAllocations.h"

#include <errno.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OTHER_ALLOCATOR 1
#endif
#endif

static _Thread_local bool counting;
static _Thread_local long count;

void m3_allocations_begin(void) {
  count = 0;
  counting = true;
}

long m3_allocations_end(void) {
  counting = false;
  return count;
}

#ifdef OTHER_ALLOCATOR
bool m3_allocations_are_counted(void) { return false; }
#else
bool m3_allocations_are_counted(void) { return true; }

// The C library's own, under the names by which it lets itself be replaced.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t number, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  if (counting) count += 1;
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  if (counting) count += 1;
  return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
  if (counting) count += 1;
  return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  if (counting) count += 1;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (counting) count += 1;
  *memory = __libc_memalign(alignment, size);
  return *memory == NULL ? ENOMEM : 0;
}
#endif
