#include "cffmpeg_log.h"

#include <libavutil/log.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINES = 8, LINE_BYTES = 240 };

// A ring: line number n (from 0) stands in slot n % LINES.
static _Thread_local char lines[LINES][LINE_BYTES];
static _Thread_local unsigned line_count;

static void keep(void *context, int level, const char *format, va_list arguments) {
  (void)context;
  if (level > AV_LOG_ERROR) return;
  char *line = lines[line_count++ % LINES];
  vsnprintf(line, LINE_BYTES, format, arguments);
  for (char *c = line; *c; c++)
    if (*c == '\n') *c = ' ';
}

static void install(void) {
  av_log_set_level(AV_LOG_ERROR);
  av_log_set_callback(keep);
}

void cffmpeg_log_capture(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install);
}

void cffmpeg_log_clear(void) { line_count = 0; }

size_t cffmpeg_log_copy(char *buffer, size_t size) {
  if (size == 0) return 0;
  size_t used = 0;
  for (unsigned n = line_count > LINES ? line_count - LINES : 0; n < line_count; n++) {
    int added = snprintf(buffer + used, size - used, "%s\n", lines[n % LINES]);
    if (added < 0 || (size_t)added >= size - used) break;
    used += (size_t)added;
  }
  buffer[used] = 0;
  return used;
}
