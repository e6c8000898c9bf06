#include "cffmpeg_input.h"

#include <libavutil/avstring.h>
#include <libavutil/mem.h>

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 16 };

struct CFFmpegSource {
  int descriptor;
  int64_t size;
  int64_t position;
  int64_t bytes_read;
  int64_t allowance_end;
  int64_t deadline;  // nanoseconds of the monotonic clock
  int timed_out;
  int overran;
  int hollow;
  int refused_opens;
  char refused_name[256];
};

static int64_t monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

CFFmpegSource *cffmpeg_source_alloc(int descriptor, int64_t size) {
  CFFmpegSource *source = av_mallocz(sizeof *source);
  if (!source) {
    close(descriptor);
    return NULL;
  }
  source->descriptor = descriptor;
  source->size = size;
  source->allowance_end = INT64_MAX;
  source->deadline = INT64_MAX;
  return source;
}

void cffmpeg_source_free(CFFmpegSource *source) {
  if (!source) return;
  close(source->descriptor);
  av_free(source);
}

int64_t cffmpeg_source_read(CFFmpegSource *source, int64_t offset, uint8_t *buffer, int64_t count) {
  int64_t done = 0;
  while (done < count) {
    ssize_t got = pread(source->descriptor, buffer + done, (size_t)(count - done), offset + done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return done ? done : -errno;
    if (got == 0) break;
    done += got;
  }
  return done;
}

void cffmpeg_source_set_deadline(CFFmpegSource *source, double seconds) {
  source->timed_out = 0;
  source->deadline = seconds < 1e9 ? monotonic_nanoseconds() + (int64_t)(seconds * 1e9) : INT64_MAX;
}

void cffmpeg_source_set_allowance(CFFmpegSource *source, int64_t bytes) {
  source->overran = 0;
  source->allowance_end = bytes > INT64_MAX - source->bytes_read ? INT64_MAX : source->bytes_read + bytes;
}

void cffmpeg_source_set_hollow(CFFmpegSource *source, int on) { source->hollow = on; }

int64_t cffmpeg_source_bytes_read(const CFFmpegSource *source) { return source->bytes_read; }
int cffmpeg_source_timed_out(const CFFmpegSource *source) { return source->timed_out; }
int cffmpeg_source_overran(const CFFmpegSource *source) { return source->overran; }
int cffmpeg_source_refused_opens(const CFFmpegSource *source) { return source->refused_opens; }
const char *cffmpeg_source_refused_name(const CFFmpegSource *source) { return source->refused_name; }

static int interrupted(void *opaque) {
  CFFmpegSource *source = opaque;
  if (!source->timed_out && source->deadline != INT64_MAX && monotonic_nanoseconds() > source->deadline)
    source->timed_out = 1;
  return source->timed_out;
}

static int read_packet(void *opaque, uint8_t *buffer, int count) {
  CFFmpegSource *source = opaque;
  if (interrupted(source)) return AVERROR_EXIT;
  if (source->bytes_read >= source->allowance_end) {
    source->overran = 1;
    return AVERROR_EXIT;
  }
  // Past the size at opening there is nothing, even if the file has grown since: all facts are about that size.
  int64_t left = source->size - source->position;
  if (left <= 0) return AVERROR_EOF;
  if (source->hollow) {
    int zeros = left < count ? (int)left : count;
    memset(buffer, 0, (size_t)zeros);
    source->position += zeros;
    return zeros;
  }
  ssize_t got;
  do {
    got = pread(source->descriptor, buffer, left < count ? (size_t)left : (size_t)count, source->position);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return AVERROR(errno);
  if (got == 0) return AVERROR_EOF;
  source->position += got;
  source->bytes_read += got;
  return (int)got;
}

static int64_t seek(void *opaque, int64_t offset, int whence) {
  CFFmpegSource *source = opaque;
  int64_t base;
  switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE: return source->size;
    case SEEK_SET: base = 0; break;
    case SEEK_CUR: base = source->position; break;
    case SEEK_END: base = source->size; break;
    default: return AVERROR(EINVAL);
  }
  if (offset > INT64_MAX - base || base + offset < 0) return AVERROR(EINVAL);
  return source->position = base + offset;
}

static int refuse_open(AVFormatContext *format, AVIOContext **io, const char *url, int flags, AVDictionary **options) {
  CFFmpegSource *source = format->opaque;
  if (source->refused_opens++ == 0 && url) av_strlcpy(source->refused_name, url, sizeof source->refused_name);
  return AVERROR(EACCES);
}

CFFmpegInput *cffmpeg_input_alloc(CFFmpegSource *source) {
  CFFmpegInput *input = av_mallocz(sizeof *input);
  uint8_t *buffer = av_malloc(BUFFER_BYTES);
  AVIOContext *io =
      buffer ? avio_alloc_context(buffer, BUFFER_BYTES, 0, source, read_packet, NULL, seek) : NULL;
  AVFormatContext *format = avformat_alloc_context();
  if (!input || !io || !format) {
    if (io) avio_context_free(&io);
    av_free(buffer);
    avformat_free_context(format);
    av_free(input);
    return NULL;
  }
  source->position = 0;
  format->pb = io;
  format->flags |= AVFMT_FLAG_CUSTOM_IO;
  format->opaque = source;
  format->io_open = refuse_open;
  format->interrupt_callback = (AVIOInterruptCB){interrupted, source};
  input->format = format;
  input->io = io;
  return input;
}

void cffmpeg_input_free(CFFmpegInput *input) {
  if (!input) return;
  avformat_close_input(&input->format);
  av_freep(&input->io->buffer);
  avio_context_free(&input->io);
  av_free(input);
}

void cffmpeg_input_forget(CFFmpegInput *input) { input->io->buf_ptr = input->io->buf_end = input->io->buffer; }
