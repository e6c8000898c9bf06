// The process's pool of threads: pthreads that wait for the next job for a moment, then sleep on a condition until one
// is opened. (A virtual processor that slept takes 50 us to wake; a decode step of a 7B opens 200 jobs below 1 ms.)
#define _GNU_SOURCE
#include "../include/m3_threads.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

enum { M3_WAIT = 100000 };  // nanoseconds before a thread that waits sleeps

// The job that is open. Workers that wake after it was closed find nothing to do; the caller waits only for those that
// came in.
typedef struct {
  m3_piece piece;
  void *context;
  size_t count;
  atomic_size_t next;  // the first index that nobody has taken
  bool open;
  atomic_size_t inside;  // workers that came in and have not left; changed under the lock
} job;

static struct {
  pthread_mutex_t turn;  // held by the caller whose job it is, or by whoever changes the number of threads
  // Guards all below but `job.next`; `job.inside`, `jobs` and `stopping` are also looked at without it, by those who wait.
  pthread_mutex_t lock;
  pthread_cond_t opened, left;
  job job;
  atomic_ulong jobs;  // opened so far: a worker comes into each at most once
  atomic_bool stopping;
  size_t wanted;   // threads to share the work, 0 until known
  size_t started;  // workers that run
  pthread_t workers[M3_MOST_THREADS];
} pool = {
  .turn = PTHREAD_MUTEX_INITIALIZER,
  .lock = PTHREAD_MUTEX_INITIALIZER,
  .opened = PTHREAD_COND_INITIALIZER,
  .left = PTHREAD_COND_INITIALIZER,
};

// Set while a thread runs a piece: its own calls run in place.
static _Thread_local bool inside_a_piece;
static _Thread_local size_t own_worker;

size_t m3_threads_available(void) {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  const int count = CPU_COUNT(&allowed);
  return count < 1 ? 1 : count > M3_MOST_THREADS ? M3_MOST_THREADS : (size_t)count;
}

static uint64_t nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// Waits for a moment; whoever else wants the processor has it meanwhile.
static void wait_until(bool (*done)(unsigned long), unsigned long argument) {
  for (const uint64_t start = nanoseconds(); !done(argument) && nanoseconds() - start < M3_WAIT; sched_yield()) {}
}

static bool something_is_new(unsigned long seen) { return pool.jobs != seen || pool.stopping; }
static bool all_have_left(unsigned long nothing) { return (void)nothing, pool.job.inside == 0; }

static void take_pieces(job *job, size_t worker) {
  inside_a_piece = true;
  own_worker = worker;
  for (;;) {
    const size_t index = atomic_fetch_add_explicit(&job->next, 1, memory_order_relaxed);
    if (index >= job->count) break;
    job->piece(index, worker, job->context);
  }
  inside_a_piece = false;
}

static void *work(void *argument) {
  const size_t worker = (size_t)argument;
  pthread_mutex_lock(&pool.lock);
  unsigned long seen = 0;
  while (!pool.stopping) {
    if (!pool.job.open || seen == pool.jobs) {
      pthread_cond_wait(&pool.opened, &pool.lock);
      continue;
    }
    seen = pool.jobs;
    pool.job.inside += 1;
    pthread_mutex_unlock(&pool.lock);
    take_pieces(&pool.job, worker);
    pthread_mutex_lock(&pool.lock);
    pool.job.inside -= 1;
    if (pool.job.inside == 0) pthread_cond_signal(&pool.left);
    pthread_mutex_unlock(&pool.lock);
    wait_until(something_is_new, seen);
    pthread_mutex_lock(&pool.lock);
  }
  pthread_mutex_unlock(&pool.lock);
  return NULL;
}

// Starts the missing workers; with fewer than wanted (the system refused) the others do the work. Caller has `turn`.
static void start_workers(void) {
  sigset_t all, before;  // signals are for the program's own threads
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (pool.started + 1 < pool.wanted) {
    if (pthread_create(&pool.workers[pool.started], NULL, work, (void *)(pool.started + 1)) != 0) break;
    pool.started += 1;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

// Caller has `turn`.
static void stop_workers(void) {
  pthread_mutex_lock(&pool.lock);
  pool.stopping = true;
  pthread_cond_broadcast(&pool.opened);
  pthread_mutex_unlock(&pool.lock);
  for (size_t i = 0; i < pool.started; i++) pthread_join(pool.workers[i], NULL);
  pool.started = 0;
  pool.stopping = false;
}

size_t m3_threads_in_use(void) {
  pthread_mutex_lock(&pool.lock);
  if (pool.wanted == 0) pool.wanted = m3_threads_available();
  const size_t wanted = pool.wanted;
  pthread_mutex_unlock(&pool.lock);
  return wanted;
}

void m3_threads_use(size_t count) {
  pthread_mutex_lock(&pool.turn);
  stop_workers();
  pthread_mutex_lock(&pool.lock);
  pool.wanted = count < 1 ? 1 : count > M3_MOST_THREADS ? M3_MOST_THREADS : count;
  pthread_mutex_unlock(&pool.lock);
  pthread_mutex_unlock(&pool.turn);
}

void m3_parallel_for(size_t count, m3_piece piece, void *context) {
  const bool nested = inside_a_piece;
  if (nested || count < 2 || m3_threads_in_use() < 2 || pthread_mutex_trylock(&pool.turn) != 0) {
    const size_t worker = nested ? own_worker : 0;
    for (size_t index = 0; index < count; index++) piece(index, worker, context);
    return;
  }
  if (pool.started + 1 < pool.wanted) start_workers();
  pthread_mutex_lock(&pool.lock);
  pool.job.piece = piece;
  pool.job.context = context;
  pool.job.count = count;
  atomic_store_explicit(&pool.job.next, 0, memory_order_relaxed);
  pool.job.open = true;
  pool.jobs += 1;
  pthread_cond_broadcast(&pool.opened);
  pthread_mutex_unlock(&pool.lock);

  take_pieces(&pool.job, 0);

  pthread_mutex_lock(&pool.lock);
  pool.job.open = false;
  pthread_mutex_unlock(&pool.lock);
  wait_until(all_have_left, 0);
  pthread_mutex_lock(&pool.lock);
  while (pool.job.inside > 0) pthread_cond_wait(&pool.left, &pool.lock);
  pthread_mutex_unlock(&pool.lock);
  pthread_mutex_unlock(&pool.turn);
}
