#pragma once
// What the processor can do at best, to compare kernels with. Each runs on the calling thread.
#include <stddef.h>

// Multiplies and adds in registers only, at the level in use; returns the operations done, two for each multiply-add.
// `sink` gets a number, so that the work cannot be left out.
size_t m3_multiply_add_peak(float *sink, size_t rounds);

// The same on tiles of bfloat16, with numbers that look random; 0, and nothing is done, at a level without tiles.
size_t m3_tile_peak(float *sink, size_t rounds);

// Reads all of some bytes once, front to back; returns a number that depends on all of them.
unsigned long m3_read_peak(const void *bytes, size_t count);

// Gives memory that is free back to the system, where the C library can do that.
void m3_trim_memory(void);
