/// Facts that FFmpeg hides in side data.
#ifndef CFFMPEG_SIDEDATA_H
#define CFFMPEG_SIDEDATA_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>

/// Whether the packet is encrypted: its side data holds the key's facts.
int cffmpeg_packet_is_encrypted(const AVPacket *packet);
/// Copies the frame's own display matrix; returns 0 if it has none.
int cffmpeg_frame_display_matrix(const AVFrame *frame, int32_t matrix[9]);
/// Copies the stream's display matrix; returns 0 if it has none.
int cffmpeg_stream_display_matrix(const AVStream *stream, int32_t matrix[9]);

#endif
