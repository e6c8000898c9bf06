#pragma once
#include <stddef.h>

// Rotary position embedding of one row of heads, in place, by LLaMA's half-split rotation: element i of a head turns
// with element i + width / 2.  x: [heads, width]; cosine, sine: [width / 2] of the row's position.
void m3_rotary(float *x, const float *cosine, const float *sine, size_t heads, size_t width);
void m3_rotary_reference(float *x, const float *cosine, const float *sine, size_t heads, size_t width);
