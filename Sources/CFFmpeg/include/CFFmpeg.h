/// FFmpeg's libraries (libavformat, libavcodec, libswscale, libavutil) as Swift sees them, plus what its importer
/// drops or cannot do well: macros with casts, callbacks, the log's va_list, and pixel loops.
#ifndef CFFMPEG_H
#define CFFMPEG_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/dict.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

/// AVERROR_EOF: the end of the stream.
extern const int cffmpeg_error_eof;
/// AVERROR(EAGAIN): the codec wants input first (or has output waiting).
extern const int cffmpeg_error_again;
/// AVERROR_INVALIDDATA: what was read makes no sense.
extern const int cffmpeg_error_invalid_data;
/// AVERROR(errno value).
int cffmpeg_error_from_errno(int code);
/// AV_NOPTS_VALUE: no timestamp.
extern const int64_t cffmpeg_no_pts;

#include "cffmpeg_input.h"
#include "cffmpeg_log.h"
#include "cffmpeg_pixels.h"
#include "cffmpeg_sidedata.h"

#endif
