// How the passes stay in vector registers:
//   across  five rows stand side by side, 15 of 16 lanes: [column][row 0...4][red, green, blue], so that one weight is
//           broadcast to all of them;
//   down    48 bytes (16 pixels) of a row at a time, so that the channels of a lane never change.
// Rows that passed the first one wait in a ring just as long as the second needs them, which keeps memory small for
// pictures of any height and the ring in the first-level cache for usual ones.
#include "m3_resample.h"

#include <string.h>

#include "cpu/dispatched.h"

#define INLINED static inline __attribute__((always_inline))

enum { LANES = 16, ROWS = 5, CHUNK = 3 * LANES };
static const int32_t half = 1 << (M3_RESAMPLE_BITS - 1);

typedef int32_t sums __attribute__((vector_size(LANES * 4)));
typedef uint8_t levels __attribute__((vector_size(LANES)));

/// sum += levels at `from` * weight.
INLINED void accumulate(sums *sum, const uint8_t *from, int32_t weight) {
  levels level;
  memcpy(&level, from, LANES);
  *sum += __builtin_convertvector(level, sums) * weight;
}

/// Drops the fraction, clamps to 0...255, stores 16 bytes.
INLINED void store(uint8_t *to, const sums *sum) {
  sums value = *sum >> M3_RESAMPLE_BITS;
  value &= ~(value >> 31);
  value |= (255 - value) >> 31;
  levels level = __builtin_convertvector(value, levels);
  memcpy(to, &level, LANES);
}

/// Half a level, plus the fill colour as often as `weight` says, for lanes whose first channel is `phase`.
INLINED void start(sums *sum, const uint8_t fill[3], int32_t weight, int phase) {
  *sum = (sums){0} + half;
  if (weight == 0) return;
  for (int lane = 0; lane < LANES; lane++) (*sum)[lane] += fill[(lane + phase) % 3] * weight;
}

/// Where the windows of an axis begin and end, and the longest of them.
typedef struct {
  int32_t first, end, longest;
} extent;

static extent measure(const m3_resample_axis *axis) {
  extent found = {0, 0, 0};
  int empty = 1;
  for (int32_t i = 0; i < axis->outputs; i++) {
    if (axis->counts[i] == 0) continue;
    if (empty) found.first = axis->starts[i];
    empty = 0;
    found.end = axis->starts[i] + axis->counts[i];
    if (axis->counts[i] > found.longest) found.longest = axis->counts[i];
  }
  return found;
}

static size_t ring_stride(const m3_resample_axis *across) {
  return ((size_t)across->outputs * 3 + 1 + CHUNK - 1) / CHUNK * CHUNK;
}

static size_t ring_rows(const extent *rows) { return (size_t)rows->longest + ROWS; }

size_t m3_resample_workspace(const m3_resample_axis *across, const m3_resample_axis *down) {
  extent columns = measure(across), rows = measure(down);
  return ring_rows(&rows) * ring_stride(across) + (size_t)(columns.end - columns.first) * LANES;
}

/// Puts five rows side by side; a row beyond `end` is a copy of the last one and its result is never used.
INLINED void interleave(
    const uint8_t *source, int32_t width, int32_t row, int32_t end, const extent *columns, uint8_t *block) {
  const uint8_t *from[ROWS];
  for (int i = 0; i < ROWS; i++) {
    int32_t clamped = row + i < end ? row + i : end - 1;
    from[i] = source + (size_t)clamped * width * 3;
  }
  // Four bytes are copied for three, which the picture's very last pixel does not have.
  int32_t safe = columns->end < width ? columns->end : width - 1;
  for (int32_t x = columns->first; x < safe; x++, block += LANES) {
    for (int i = 0; i < ROWS; i++) memcpy(block + 3 * i, from[i] + 3 * (size_t)x, 4);
  }
  if (safe < columns->end) {
    for (int i = 0; i < ROWS; i++) memcpy(block + 3 * i, from[i] + 3 * (size_t)safe, 3);
  }
}

/// The horizontal pass over five rows side by side; `rows` are where they go in the ring.
INLINED void pass_across(
    const uint8_t *block, const extent *columns, const m3_resample_axis *across, const uint8_t fill[3],
    uint8_t *const rows[ROWS]) {
  for (int32_t x = 0; x < across->outputs; x++) {
    const int32_t *weights = across->weights + (size_t)x * across->stride;
    const uint8_t *from = block + (size_t)(across->starts[x] - columns->first) * LANES;
    sums sum;
    start(&sum, fill, across->outside[x], 0);
    for (int32_t tap = 0; tap < across->counts[x]; tap++) accumulate(&sum, from + (size_t)tap * LANES, weights[tap]);
    uint8_t pixels[LANES];
    store(pixels, &sum);
    for (int i = 0; i < ROWS; i++) memcpy(rows[i] + 3 * (size_t)x, pixels + 3 * i, 4);
  }
}

/// The vertical pass for one row of the target; the window begins in the ring's row `slot`.
INLINED void pass_down(
    const uint8_t *ring, size_t stride, size_t capacity, size_t slot, const int32_t *weights, int32_t count,
    const uint8_t fill[3], int32_t outside, uint8_t *to, size_t bytes) {
  for (size_t offset = 0; offset < bytes; offset += CHUNK) {
    sums a, b, c;
    start(&a, fill, outside, 0);
    start(&b, fill, outside, LANES % 3);
    start(&c, fill, outside, 2 * LANES % 3);
    size_t row = slot;
    for (int32_t tap = 0; tap < count; tap++) {
      const uint8_t *from = ring + row * stride + offset;
      accumulate(&a, from, weights[tap]);
      accumulate(&b, from + LANES, weights[tap]);
      accumulate(&c, from + 2 * LANES, weights[tap]);
      row = row + 1 == capacity ? 0 : row + 1;
    }
    uint8_t pixels[CHUNK];
    store(pixels, &a);
    store(pixels + LANES, &b);
    store(pixels + 2 * LANES, &c);
    memcpy(to + offset, pixels, bytes - offset < CHUNK ? bytes - offset : CHUNK);
  }
}

DISPATCHED void m3_resample_rgb8(
    const uint8_t *source, int32_t width, const m3_resample_axis *across, const m3_resample_axis *down,
    const uint8_t fill[3], uint8_t *target, uint8_t *workspace) {
  extent columns = measure(across), rows = measure(down);
  size_t stride = ring_stride(across), capacity = ring_rows(&rows), bytes = (size_t)across->outputs * 3;
  uint8_t *ring = workspace, *block = workspace + capacity * stride;
  int32_t made = rows.first;  // rows before this one have passed, as far as any window reads them
  for (int32_t y = 0; y < down->outputs; y++, target += bytes) {
    int32_t first = down->starts[y], count = down->counts[y];
    if (count > 0 && made < first) made = first;
    for (; count > 0 && made < first + count; made += ROWS) {
      uint8_t *to[ROWS];
      for (int i = 0; i < ROWS; i++) to[i] = ring + (size_t)(made + i) % capacity * stride;
      interleave(source, width, made, rows.end, &columns, block);
      pass_across(block, &columns, across, fill, to);
    }
    pass_down(
        ring, stride, capacity, (size_t)first % capacity, down->weights + (size_t)y * down->stride, count, fill,
        down->outside[y], target, bytes);
  }
}
