#pragma once
// Counts what a thread asks the allocator for. The test program's own malloc stands before the C library's.
#include <stdbool.h>

// False in programs whose sanitizer has an allocator of its own: nothing is counted there.
bool m3_allocations_are_counted(void);
// Counts the calling thread's allocations from now on.
void m3_allocations_begin(void);
// Stops, and returns how many there were.
long m3_allocations_end(void);
