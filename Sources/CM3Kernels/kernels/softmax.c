// Softmax of one row of scores.
#include "../cpu/kernel_table.h"
#include "exponential.h"

#include <math.h>

#ifdef M3_LEVEL
static void M3_AT_LEVEL(softmax)(float *x, size_t width, float scale) {
  enum { LANES = 16 };
  float most[LANES];
  for (size_t j = 0; j < LANES; j++) most[j] = -INFINITY;
  size_t i = 0;
  for (; i + LANES <= width; i += LANES) {
    for (size_t j = 0; j < LANES; j++) most[j] = x[i + j] > most[j] ? x[i + j] : most[j];
  }
  float highest = -INFINITY;
  for (size_t j = 0; j < LANES; j++) highest = most[j] > highest ? most[j] : highest;
  for (; i < width; i++) highest = x[i] > highest ? x[i] : highest;
  float sum = 0;
  for (i = 0; i < width; i++) x[i] = exponential((x[i] - highest) * scale);
  {
#pragma clang fp reassociate(on)
    for (i = 0; i < width; i++) sum += x[i];
  }
  const float share = 1.0f / sum;
  for (i = 0; i < width; i++) x[i] *= share;
}
#else
void m3_softmax(float *x, size_t width, float scale) { m3_kernels()->softmax(x, width, scale); }

void m3_softmax_reference(float *x, size_t width, float scale) {
  double highest = -INFINITY, sum = 0;
  for (size_t i = 0; i < width; i++) highest = fmax(highest, x[i]);
  for (size_t i = 0; i < width; i++) sum += exp((x[i] - highest) * scale);
  for (size_t i = 0; i < width; i++) x[i] = (float)(exp((x[i] - highest) * scale) / sum);
}
#endif
