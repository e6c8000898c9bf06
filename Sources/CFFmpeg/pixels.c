#include "cffmpeg_pixels.h"

#include <string.h>

static inline uint8_t over_white(uint8_t value, uint8_t alpha) {
  return (uint8_t)((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

void cffmpeg_place_pixels(
    const uint8_t *source, ptrdiff_t stride, int channels, int width, int height, int transpose, int flip_x,
    int flip_y, uint8_t *target) {
  for (int y = 0; y < height; y++) {
    const uint8_t *row = source + (ptrdiff_t)y * stride;
    ptrdiff_t to_y = flip_y ? height - 1 - y : y;
    if (channels == 3 && !transpose && !flip_x) {
      memcpy(target + to_y * width * 3, row, (size_t)width * 3);
      continue;
    }
    for (int x = 0; x < width; x++) {
      ptrdiff_t to_x = flip_x ? width - 1 - x : x;
      uint8_t *to = target + 3 * (transpose ? to_x * height + to_y : to_y * width + to_x);
      const uint8_t *from = row + (ptrdiff_t)x * channels;
      if (channels == 4) {
        for (int c = 0; c < 3; c++) to[c] = over_white(from[c], from[3]);
      } else {
        for (int c = 0; c < 3; c++) to[c] = from[c];
      }
    }
  }
}

int cffmpeg_scale(struct SwsContext *scaler, const AVFrame *frame, uint8_t *target, int stride) {
  uint8_t *planes[4] = {target};
  int strides[4] = {stride};
  int rows = sws_scale(
      scaler, (const uint8_t *const *)frame->data, frame->linesize, 0, frame->height, planes, strides);
  return rows < 0 ? rows : 0;
}
