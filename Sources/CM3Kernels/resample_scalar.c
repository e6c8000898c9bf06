#include "m3_resample.h"

static uint8_t level(int32_t sum) {
  int32_t value = sum >> M3_RESAMPLE_BITS;
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

/// One channel of one row after the horizontal pass.
static uint8_t across_one(const uint8_t *row, const m3_resample_axis *axis, int32_t output, uint8_t fill) {
  const int32_t *weights = axis->weights + (size_t)output * axis->stride;
  int32_t sum = (1 << (M3_RESAMPLE_BITS - 1)) + fill * axis->outside[output];
  for (int32_t tap = 0; tap < axis->counts[output]; tap++) {
    sum += row[3 * ((size_t)axis->starts[output] + tap)] * weights[tap];
  }
  return level(sum);
}

void m3_resample_rgb8_scalar(
    const uint8_t *source, int32_t width, const m3_resample_axis *across, const m3_resample_axis *down,
    const uint8_t fill[3], uint8_t *target) {
  for (int32_t y = 0; y < down->outputs; y++) {
    const int32_t *weights = down->weights + (size_t)y * down->stride;
    for (int32_t x = 0; x < across->outputs; x++) {
      for (int channel = 0; channel < 3; channel++) {
        int32_t sum = (1 << (M3_RESAMPLE_BITS - 1)) + fill[channel] * down->outside[y];
        for (int32_t tap = 0; tap < down->counts[y]; tap++) {
          const uint8_t *row = source + ((size_t)down->starts[y] + tap) * width * 3 + channel;
          sum += across_one(row, across, x, fill[channel]) * weights[tap];
        }
        *target++ = level(sum);
      }
    }
  }
}
