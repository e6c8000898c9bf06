/// Pixel loops between swscale's padded buffers and a picture without padding.
#ifndef CFFMPEG_PIXELS_H
#define CFFMPEG_PIXELS_H

#include <libavutil/frame.h>
#include <libswscale/swscale.h>
#include <stddef.h>
#include <stdint.h>

/// Copies `width` x `height` pixels of `channels` bytes (3: RGB, 4: RGBA, blended over white) to `target`, RGB rows
/// without padding. First the source is mirrored (flip_x: left and right, flip_y: top and bottom), then, if
/// `transpose`, rows become columns and the target is `height` pixels wide and `width` high.
void cffmpeg_place_pixels(
    const uint8_t *source, ptrdiff_t stride, int channels, int width, int height, int transpose, int flip_x,
    int flip_y, uint8_t *target);

/// Converts a whole frame into packed rows of `stride` bytes. Returns a negative error code when swscale refuses.
int cffmpeg_scale(struct SwsContext *scaler, const AVFrame *frame, uint8_t *target, int stride);

#endif
