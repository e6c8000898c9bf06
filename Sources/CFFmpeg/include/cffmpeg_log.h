/// FFmpeg's log, kept instead of printed: the last error lines of each thread.
#ifndef CFFMPEG_LOG_H
#define CFFMPEG_LOG_H

#include <stddef.h>

/// Installs the callback, once a process. From then on FFmpeg prints nothing.
void cffmpeg_log_capture(void);
/// Forgets the lines of this thread.
void cffmpeg_log_clear(void);
/// Copies the lines of this thread since the last clear, oldest first, each ended by a newline, cut to `size` with the
/// closing zero. Returns the bytes written without that zero.
size_t cffmpeg_log_copy(char *buffer, size_t size);

#endif
