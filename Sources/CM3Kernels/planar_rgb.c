// A row of chroma is made first, as what it adds to each channel of its pixels, then the pixels of the row.
#include "m3_planar_rgb.h"

#include "cpu/dispatched.h"

enum { TAPS = 4, LEAST_ROWS = 16 };

// A channel is (start + luma_step * (Y + its steps of chroma)) / 2^16. Chroma moves a channel by whole steps.
typedef struct {
  int32_t start, luma_step;
  int32_t red_v, green_u, green_v, blue_u;  // steps * 2^16 for one of chroma
} rule;

static rule rule_of(const m3_planar_picture *picture) {
  const bool full = picture->full_range;
  const int64_t luma = full ? 1 << 16 : (1 << 16) * INT64_C(255) / 219, black = full ? 0 : 16 << 16;
  int64_t chroma[4] = {picture->matrix[0], picture->matrix[1], -(int64_t)picture->matrix[2], -(int64_t)picture->matrix[3]};
  for (int i = 0; i < 4; i++) {
    if (full) chroma[i] = chroma[i] * 224 / 255;
    chroma[i] = (chroma[i] * (1 << 16) + 0x8000) / luma;
  }
  // swscale's table begins 384 levels below black and is read from entry 384 or 326 on.
  const int64_t start = ((full ? 384 : 326) * luma) - (384 << 16) - black + 0x8000;
  return (rule){(int32_t)start,     (int32_t)luma,      (int32_t)chroma[0],
                (int32_t)chroma[2], (int32_t)chroma[3], (int32_t)chroma[1]};
}

// The bicubic kernel (B = 0, C = 0.6) at a distance of `d` / 2^30, times 2^54.
static int64_t bicubic(int64_t d) {
  const int64_t one = 1 << 24, c = (int64_t)(0.6 * (1 << 24)), unit = 1 << 30;
  const int64_t dd = d * d >> 30, ddd = dd * d >> 30;
  if (d < unit) return (12 * one - 6 * c) * ddd + (-18 * one + 6 * c) * dd + 6 * one * unit;
  return d < 2 * unit ? -6 * c * ddd + 30 * c * dd - 48 * c * d + 24 * c * unit : 0;
}

// Weights, in 4096ths, of the chroma rows from the returned one on, for row `y` of `rows` rows of chroma doubled. What
// lies beyond the picture counts as its first or last row; but for rows 0 and 2, swscale loses the outermost weight.
static size_t chroma_taps(int32_t taps[TAPS], size_t y, size_t rows) {
  const int64_t nearest = (int64_t)(y + 1) / 2 - 2;  // the first of the four rows around y
  const int64_t first = nearest < 0 ? 0 : nearest + TAPS > (int64_t)rows ? (int64_t)rows - TAPS : nearest;
  int64_t exact[TAPS] = {0}, sum = 0, error = 0;
  for (int64_t i = 0; i < TAPS; i++) {
    if (i == 0 && (y == 0 || y == 2)) continue;
    const int64_t row = nearest + i, held = row < 0 ? 0 : row >= (int64_t)rows ? (int64_t)rows - 1 : row;
    const int64_t quarters = 4 * row + 1 - 2 * (int64_t)y;  // of a row, from y to the middle of that row
    exact[held - first] += bicubic((quarters < 0 ? -quarters : quarters) << 28);
  }
  for (int i = 0; i < TAPS; i++) sum += exact[i];
  sum = (sum + (1 << 11)) / (1 << 12);
  for (int i = 0; i < TAPS; i++) {
    const int64_t value = exact[i] + error;
    taps[i] = (int32_t)((value >= 0 ? value + (sum >> 1) : value - (sum >> 1)) / sum);
    error = value - taps[i] * sum;
  }
  return (size_t)first;
}

static int32_t clip(int32_t value) { return value < 0 ? 0 : value > 255 ? 255 : value; }

// A sample in swscale's 15 bits.
static int32_t fifteen_bits(int32_t sample, int bits) {
  const int32_t value = sample << (15 - bits);
  return value > 32767 ? 32767 : value;
}

#define CHROMA_ROW(type, bits)                                                                              \
  for (size_t i = 0; i < count; i++) {                                                                      \
    int32_t u = 1 << 18, v = 1 << 18;                                                                       \
    for (int k = 0; k < TAPS; k++) {                                                                        \
      u += fifteen_bits(((const type *)us[k])[i], bits) * taps[k];                                          \
      v += fifteen_bits(((const type *)vs[k])[i], bits) * taps[k];                                          \
    }                                                                                                       \
    u = clip(u >> 19), v = clip(v >> 19);                                                                   \
    red[i] = rule.luma_step * ((v * rule.red_v >> 16) - (rule.red_v >> 9)) + rule.start;                    \
    green[i] = rule.luma_step * ((u * rule.green_u >> 16) - (rule.green_u >> 9) +                           \
                                 (v * rule.green_v >> 16) - (rule.green_v >> 9)) + rule.start;              \
    blue[i] = rule.luma_step * ((u * rule.blue_u >> 16) - (rule.blue_u >> 9)) + rule.start;                 \
  }

// What chroma adds: [width / 2] for each channel.
DISPATCHED static void chroma_row(int32_t *restrict red, int32_t *restrict green, int32_t *restrict blue,
                                  const void *const us[TAPS], const void *const vs[TAPS], const int32_t *taps,
                                  size_t count, int bits, rule rule) {
  if (bits == 8) {
    CHROMA_ROW(uint8_t, 8)
  } else {
    CHROMA_ROW(uint16_t, 10)
  }
}

// Pixels of one row; two in a row share their chroma. planar: [3, width], then interleaved.
DISPATCHED static void pixel_row(uint8_t *restrict rgb, uint8_t *restrict planar, const void *luma,
                                 const int32_t *restrict chroma, size_t count, int bits, int32_t step) {
  for (size_t channel = 0; channel < 3; channel++) {
    const int32_t *add = chroma + channel * count;
    uint8_t *to = planar + channel * 2 * count;
    if (bits == 8) {
      const uint8_t *y = luma;
      for (size_t i = 0; i < 2 * count; i++) to[i] = (uint8_t)clip((y[i] * step + add[i / 2]) >> 16);
    } else {
      const uint16_t *y = luma;
      for (size_t i = 0; i < 2 * count; i++) {
        to[i] = (uint8_t)clip((((fifteen_bits(y[i], 10) + 64) >> 7) * step + add[i / 2]) >> 16);
      }
    }
  }
  const uint8_t *red = planar, *green = planar + 2 * count, *blue = planar + 4 * count;
  for (size_t i = 0; i < 2 * count; i++) {
    rgb[3 * i] = red[i];
    rgb[3 * i + 1] = green[i];
    rgb[3 * i + 2] = blue[i];
  }
}

bool m3_planar_is_known(const m3_planar_picture *picture) {
  return picture->width > 0 && picture->width % 2 == 0 && picture->height % 2 == 0 &&
         picture->height >= LEAST_ROWS && (picture->bits == 8 || picture->bits == 10);
}

size_t m3_planar_workspace(const m3_planar_picture *picture) {
  return picture->width / 2 * 3 * sizeof(int32_t) + picture->width * 3;
}

void m3_planar_to_rgb(uint8_t *rgb, size_t stride, const m3_planar_picture *picture, void *workspace) {
  const size_t count = picture->width / 2, rows = picture->height / 2;
  const rule rule = rule_of(picture);
  int32_t *chroma = workspace;
  uint8_t *planar = (uint8_t *)(chroma + 3 * count);
  for (size_t y = 0; y < picture->height; y++) {
    int32_t taps[TAPS];
    const ptrdiff_t first = (ptrdiff_t)chroma_taps(taps, y, rows);
    const void *us[TAPS], *vs[TAPS];
    for (int k = 0; k < TAPS; k++) {
      us[k] = (const char *)picture->planes[1] + (first + k) * picture->strides[1];
      vs[k] = (const char *)picture->planes[2] + (first + k) * picture->strides[2];
    }
    chroma_row(chroma, chroma + count, chroma + 2 * count, us, vs, taps, count, picture->bits, rule);
    const void *luma = (const char *)picture->planes[0] + (ptrdiff_t)y * picture->strides[0];
    pixel_row(rgb + y * stride, planar, luma, chroma, count, picture->bits, rule.luma_step);
  }
}
