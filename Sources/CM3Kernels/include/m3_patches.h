#pragma once
#include <stddef.h>
#include <stdint.h>

// The patches of a square picture as rows of normalised floats, in the order of a convolution's weight.
// pixels: [side, side, 3] bytes; levels: [3, 256], the normalised value of each byte of each channel;
// rows: [patch, channel, row, column], patches row-major, `stride` floats apart.  `patch` divides `side`.
void m3_patch_rows(float *rows, size_t stride, const uint8_t *pixels, const float *levels, size_t side, size_t patch);
