// Rotary position embedding of one row of heads.
#include "../cpu/kernel_table.h"

#ifdef M3_LEVEL
static void M3_AT_LEVEL(rotary)(float *x, const float *restrict cosine, const float *restrict sine, size_t heads,
                                size_t width) {
  const size_t half = width / 2;
  for (size_t h = 0; h < heads; h++) {
    float *restrict first = x + h * width, *restrict second = first + half;
    for (size_t i = 0; i < half; i++) {
      const float a = first[i], b = second[i];
      first[i] = a * cosine[i] - b * sine[i];
      second[i] = b * cosine[i] + a * sine[i];
    }
  }
}
#else
void m3_rotary(float *x, const float *cosine, const float *sine, size_t heads, size_t width) {
  m3_kernels()->rotary(x, cosine, sine, heads, width);
}

void m3_rotary_reference(float *x, const float *cosine, const float *sine, size_t heads, size_t width) {
  for (size_t h = 0; h < heads; h++) {
    for (size_t i = 0; i < width / 2; i++) {
      float *a = x + h * width + i, *b = a + width / 2;
      const double turned = (double)*a * cosine[i] - (double)*b * sine[i];
      *b = (float)((double)*b * cosine[i] + (double)*a * sine[i]);
      *a = (float)turned;
    }
  }
}
#endif
