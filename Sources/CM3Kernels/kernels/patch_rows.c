// A picture's patches as rows of normalised floats. A look-up and a transposition: no level does it better.
#include "../include/m3_patches.h"

void m3_patch_rows(float *rows, size_t stride, const uint8_t *pixels, const float *levels, size_t side, size_t patch) {
  const size_t across = side / patch;
  for (size_t p = 0; p < across * across; p++) {
    const uint8_t *corner = pixels + (p / across * side + p % across) * patch * 3;
    float *row = rows + p * stride;
    for (size_t channel = 0; channel < 3; channel++) {
      for (size_t y = 0; y < patch; y++) {
        for (size_t x = 0; x < patch; x++) {
          *row++ = levels[channel * 256 + corner[(y * side + x) * 3 + channel]];
        }
      }
    }
  }
}
