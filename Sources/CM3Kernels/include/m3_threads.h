#pragma once
// One pool of threads for the process. Threads without work look for some during a tenth of a millisecond, then sleep.
// The pool starts with the first call that has work for more than one thread, with a thread for each processor that the
// process may run on.
#include <stdbool.h>
#include <stddef.h>

enum { M3_MOST_THREADS = 64 };  // OpenBLAS has room for so many callers at once

// Processors that the process may run on, at most M3_MOST_THREADS.
size_t m3_threads_available(void);
// Threads that share the work, the caller's included.
size_t m3_threads_in_use(void);
// Sets that number, held to 1...M3_MOST_THREADS. Waits for work in progress; not to be called from inside of it.
void m3_threads_use(size_t count);

// One piece of work. `worker` tells the threads of one call apart (0 ..< threads in use), so that each can have scratch
// memory of its own.
typedef void (*m3_piece)(size_t index, size_t worker, void *context);

// Calls `piece` once for each index in 0 ..< count, on any thread and in any order, and returns when all are done.
// Calls from inside a piece, and calls made while another thread has the pool, run on the caller's own thread.
void m3_parallel_for(size_t count, m3_piece piece, void *context);
