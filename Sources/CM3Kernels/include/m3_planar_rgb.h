#pragma once
/// Planar YUV with chroma of half the width and height to RGB, bit for bit as swscale does it with accurate rounding and
/// bicubic scaling when nothing is resized: chroma interpolated between rows, not between columns (FFmpeg,
/// libswscale/utils.c initFilter, yuv2rgb.c ff_yuv2rgb_c_init_tables, output.c yuv2rgb_X).
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  /// Y, U, V; rows so many bytes apart, which may be negative.
  const void *planes[3];
  ptrdiff_t strides[3];
  /// Both even; at least 16 rows (with fewer, swscale shortens its filter).
  size_t width, height;
  /// Of a sample: 8, or 10 in two bytes (greater ones count as white).
  int bits;
  /// swscale's four coefficients of the matrix (sws_getCoefficients).
  int matrix[4];
  /// Luma and chroma of 0...255, not of 16...235 and 16...240.
  bool full_range;
} m3_planar_picture;

/// Whether the form is one that `m3_planar_to_rgb` knows.
bool m3_planar_is_known(const m3_planar_picture *picture);

/// Bytes of scratch memory for one picture.
size_t m3_planar_workspace(const m3_planar_picture *picture);

/// rgb: [height, width, 3], rows `stride` bytes apart. The instruction set is chosen at run time.
void m3_planar_to_rgb(uint8_t *rgb, size_t stride, const m3_planar_picture *picture, void *workspace);
