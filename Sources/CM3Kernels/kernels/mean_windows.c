// The mean of each window of a grid of tokens.
#include "../cpu/kernel_table.h"

#include <string.h>

#ifdef M3_LEVEL
static void M3_AT_LEVEL(mean_windows)(float *restrict y, const float *restrict x, size_t side, size_t window,
                                      size_t width) {
  const size_t out = side / window;
  const float share = 1.0f / (float)(window * window);
  for (size_t cell = 0; cell < out * out; cell++) {
    float *restrict mean = y + cell * width;
    const float *restrict corner = x + (cell / out * side + cell % out) * window * width;
    memset(mean, 0, width * sizeof(float));
    for (size_t row = 0; row < window; row++) {
      for (size_t column = 0; column < window; column++) {
        const float *restrict token = corner + (row * side + column) * width;
        for (size_t i = 0; i < width; i++) mean[i] += token[i];
      }
    }
    for (size_t i = 0; i < width; i++) mean[i] *= share;
  }
}
#else
void m3_mean_windows(float *y, const float *x, size_t side, size_t window, size_t width) {
  m3_kernels()->mean_windows(y, x, side, window, width);
}

void m3_mean_windows_reference(float *y, const float *x, size_t side, size_t window, size_t width) {
  const size_t out = side / window;
  for (size_t row = 0; row < out; row++) {
    for (size_t column = 0; column < out; column++) {
      for (size_t i = 0; i < width; i++) {
        double sum = 0;
        for (size_t token = 0; token < window * window; token++) {
          const size_t at = (row * window + token / window) * side + column * window + token % window;
          sum += x[at * width + i];
        }
        y[(row * out + column) * width + i] = (float)(sum / (double)(window * window));
      }
    }
  }
}
#endif
