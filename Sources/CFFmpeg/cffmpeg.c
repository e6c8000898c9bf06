#include "CFFmpeg.h"

const int cffmpeg_error_eof = AVERROR_EOF;
const int cffmpeg_error_again = AVERROR(EAGAIN);
const int cffmpeg_error_invalid_data = AVERROR_INVALIDDATA;
const int64_t cffmpeg_no_pts = AV_NOPTS_VALUE;

int cffmpeg_error_from_errno(int code) { return AVERROR(code); }
