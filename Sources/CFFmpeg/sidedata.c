#include "cffmpeg_sidedata.h"

#include <string.h>

int cffmpeg_packet_is_encrypted(const AVPacket *packet) {
  return av_packet_get_side_data(packet, AV_PKT_DATA_ENCRYPTION_INFO, NULL) != NULL;
}

int cffmpeg_frame_display_matrix(const AVFrame *frame, int32_t matrix[9]) {
  const AVFrameSideData *data = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
  if (!data || data->size < 9 * sizeof(int32_t)) return 0;
  memcpy(matrix, data->data, 9 * sizeof(int32_t));
  return 1;
}

int cffmpeg_stream_display_matrix(const AVStream *stream, int32_t matrix[9]) {
  size_t size = 0;
  const uint8_t *data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
  if (!data || size < 9 * sizeof(int32_t)) return 0;
  memcpy(matrix, data, 9 * sizeof(int32_t));
  return 1;
}
