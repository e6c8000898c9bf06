/// FFmpeg's libraries (libavformat, libavcodec, libswscale, libavutil) as Swift sees them, plus what its importer
/// drops: macros with casts, and the log callback that takes a va_list.
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
/// AVERROR(errno value).
int cffmpeg_error_from_errno(int code);
/// AV_NOPTS_VALUE: no timestamp.
extern const int64_t cffmpeg_no_pts;

#endif
