/// Separable resampling of RGB pictures in Pillow's fixed-point arithmetic (python-pillow/Pillow,
/// src/libImaging/Resample.c): weights of 22 fraction bits, and a rounding to 8 bits after each pass.
#ifndef M3_RESAMPLE_H
#define M3_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

/// Fraction bits of a weight.
enum { M3_RESAMPLE_BITS = 22 };

/// One axis: which inputs each output is made of, and how much of each.
///
/// Windows never move back: `starts` and `starts + counts` ascend. The sum of the magnitudes of one output's weights,
/// `outside` included, is at most 2 * 2^22, so that sums of 8-bit levels fit 32 bits.
typedef struct {
  /// Outputs along the axis, at least 1.
  int32_t outputs;
  /// Weights stored for each output; at least every count.
  int32_t stride;
  /// [output]: first input, counted in the picture.
  const int32_t *starts;
  /// [output]: inputs read; may be 0.
  const int32_t *counts;
  /// [output, stride]: weight of each input from `starts` on.
  const int32_t *weights;
  /// [output]: weight of all inputs that lie beyond the picture and have the fill colour.
  const int32_t *outside;
} m3_resample_axis;

/// Bytes of scratch memory, zeroed, that `m3_resample_rgb8` wants.
size_t m3_resample_workspace(const m3_resample_axis *across, const m3_resample_axis *down);

/// Makes `target` ([down->outputs, across->outputs, 3]) from `source` ([rows, width, 3]), horizontal pass first.
///
/// Only rows and columns that some output needs are read. The instruction set is chosen at run time.
void m3_resample_rgb8(
    const uint8_t *source, int32_t width, const m3_resample_axis *across, const m3_resample_axis *down,
    const uint8_t fill[3], uint8_t *target, uint8_t *workspace);

/// The same, one output at a time: what `m3_resample_rgb8` must equal in every byte.
void m3_resample_rgb8_scalar(
    const uint8_t *source, int32_t width, const m3_resample_axis *across, const m3_resample_axis *down,
    const uint8_t fill[3], uint8_t *target);

#endif
