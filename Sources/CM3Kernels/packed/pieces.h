#pragma once
// What the pieces of packed work share: the contexts that the public functions make and each level's pieces read.
#include <stdatomic.h>
#include <stdint.h>

#include "../include/m3_threads.h"
#include "../include/packed/m3_packed.h"
#include "../include/packed/m3_product.h"

typedef struct {
  void *to;
  m3_packed_type type;
  const void *from;
  m3_element element;
  size_t stride, outputs, inputs;
  atomic_bool failed;
} m3_packing;

// How a product is split, and where its scratch memory lies. Rows come in bands and outputs in chunks of panels; a task
// is one chunk for one band, with the inputs taken some slices at a time.
enum { M3_SLICE = 256 };  // inputs that a micro-kernel runs through: two panels of them fit the first cache

// One row's inputs of a slice as integers: two of 16 bits in a word or four of 8 (packed/integers.h). Of four inputs in two
// words the middle two are exchanged, which is how bytes of packed weights come apart without moving. Sums of a block's
// products start at `starts`.
typedef struct {
  int32_t words[M3_SLICE / 2], starts[M3_SLICE / M3_BLOCK];
  float scales[M3_SLICE / M3_BLOCK];
} m3_integer_row;

enum { M3_TILE = 16 };  // rows of an AMX tile

// As what rows of x are held.
typedef enum {
  M3_HELD_FLOATS,
  M3_HELD_INTEGERS,   // m3_integer_row
  M3_HELD_BFLOAT16S,  // for tiles (packed/tiles.h)
} m3_held_form;

typedef struct {
  const m3_product *product;
  m3_held_form form;
  size_t row_bytes;      // of a held row's slice
  size_t parts;          // bfloat16s that an input is the sum of, for tiles: row after row of a slice
  size_t row_step;       // there is room for a multiple of so many held rows, and of their sums
  size_t panels;         // of the weight
  size_t bands, chunks;  // tasks = bands * chunks
  size_t most_rows;      // of a band
  size_t slices_held;    // slices of inputs whose rows of x are held at once
  size_t tile_panels;    // panels whose sums are kept, from one hold of slices to the next if there are several
  size_t held_bytes, worker_bytes;
  char *scratch;
} m3_product_plan;

// Products of a few rows of one x: x in the form that their kernel reads.
typedef struct {
  const m3_product *products;
  size_t count;
  size_t chunks, panels, blocks;  // panels of the weight that has most
  // For weights of integers: x rounded to 8 bits.
  signed char *q;       // [block, row, 32]
  unsigned char *size;  // the magnitudes of q
  float *scales;        // [block, row]
  int *sums;            // [block, row]: sums of q
  // For weights of floats.
  float *x;  // [row, block * 32]
} m3_few_rows;

enum {
  M3_ROWS_AT_ONCE = 4,    // rows whose totals stay in registers while integers are multiplied
  M3_AHEAD = 1024,        // bytes before they are used that weights are asked for
};

size_t m3_few_rows_scratch(const m3_packed *weight, size_t rows);
// False, and nothing is done, when the products are not of few rows, or read x in different forms.
bool m3_multiply_few_rows(const m3_product *products, size_t count, void *scratch);

// Pieces (see m3_threads.h); each exists at every level.
void m3_pack_panel(size_t panel, size_t worker, void *packing);
void m3_product_task(size_t task, size_t worker, void *plan);
void m3_few_rows_task(size_t task, size_t worker, void *few_rows);
// The most rows and panels that a micro-kernel of the level works on at once.
enum { M3_MOST_STRIP = 12, M3_MOST_PANELS = 2 };
