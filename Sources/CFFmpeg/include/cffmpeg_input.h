/// Input from one descriptor that is already open: nothing is ever opened by name.
#ifndef CFFMPEG_INPUT_H
#define CFFMPEG_INPUT_H

#include <libavformat/avformat.h>

/// One regular file, and what reading it may cost. Not thread-safe.
typedef struct CFFmpegSource CFFmpegSource;

/// Takes over `descriptor` (closed by cffmpeg_source_free, also by the failure of this call). NULL: out of memory.
CFFmpegSource *cffmpeg_source_alloc(int descriptor, int64_t size);
void cffmpeg_source_free(CFFmpegSource *source);

/// Reads at `offset`, past any format context. Returns the bytes read, 0 at the end, or a negative errno value.
int64_t cffmpeg_source_read(CFFmpegSource *source, int64_t offset, uint8_t *buffer, int64_t count);

/// From now on: reading fails when `seconds` pass (monotonic clock) before the next call of this function.
void cffmpeg_source_set_deadline(CFFmpegSource *source, double seconds);
/// From now on: reading fails when more than `bytes` are read before the next call of this function.
void cffmpeg_source_set_allowance(CFFmpegSource *source, int64_t bytes);

/// While on, reading gives zeros instead of the file's bytes, up to its end: for walking over packets whose place is
/// known from an index, without fetching them from the disk. Off at first.
void cffmpeg_source_set_hollow(CFFmpegSource *source, int on);

/// Bytes that the demuxer has read so far.
int64_t cffmpeg_source_bytes_read(const CFFmpegSource *source);
/// Whether reading stopped because of the deadline; cleared by cffmpeg_source_set_deadline.
int cffmpeg_source_timed_out(const CFFmpegSource *source);
/// Whether reading stopped because of the allowance; cleared by cffmpeg_source_set_allowance.
int cffmpeg_source_overran(const CFFmpegSource *source);
/// How often the demuxer asked to open something else; always refused.
int cffmpeg_source_refused_opens(const CFFmpegSource *source);
/// The first thing it asked to open ("" if none); lives as long as the source, cut to 255 bytes.
const char *cffmpeg_source_refused_name(const CFFmpegSource *source);

/// A format context that reads from `source` alone (custom I/O, refusing io_open, interrupt callback at the deadline)
/// and the I/O context behind it. The source must outlive it.
typedef struct CFFmpegInput {
  /// Set to NULL by avformat_open_input when that fails.
  AVFormatContext *format;
  AVIOContext *io;
} CFFmpegInput;

/// NULL: out of memory.
CFFmpegInput *cffmpeg_input_alloc(CFFmpegSource *source);
void cffmpeg_input_free(CFFmpegInput *input);
/// Forgets what is buffered, so that the next read asks the source.
void cffmpeg_input_forget(CFFmpegInput *input);

#endif
