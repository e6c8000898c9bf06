/// libsentencepiece behind plain C: an opaque handle, status codes and buffers owned by the caller.
///
/// Rules for every function:
/// - No exception and no abort crosses this boundary for a model made of checked facts (M3Text writes such a model; it
///   never hands over the bytes of a file as they are, since the library trusts them too much).
/// - A handle may be used by several threads at once; only `csentencepiece_destroy` needs it alone.
/// - Output parameters are left untouched on failure, except `count` where `csentencepiece_buffer_too_small` says so.
/// - Texts are UTF-8 with a length in bytes, not ended by NUL; they may hold NUL.
/// - Handles and output parameters must not be NULL; a buffer may be NULL when its capacity is 0.
#ifndef CSENTENCEPIECE_H
#define CSENTENCEPIECE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What became of a call.
typedef enum csentencepiece_status {
  csentencepiece_ok = 0,
  /// The library refused the model or the input; `csentencepiece_last_message` says why.
  csentencepiece_refused = 1,
  /// A token id outside 0 ..< piece count.
  csentencepiece_out_of_range = 2,
  /// The buffer is too small: `count` holds the capacity that is needed, the buffer's content is undefined.
  csentencepiece_buffer_too_small = 3,
  csentencepiece_out_of_memory = 4,
  /// An exception of the C++ library; `csentencepiece_last_message` says which.
  csentencepiece_exception = 5,
} csentencepiece_status;

/// A loaded model.
typedef struct csentencepiece csentencepiece;

/// Loads a serialized ModelProto; the bytes are copied. On success `*handle` is to be given to `csentencepiece_destroy`.
csentencepiece_status csentencepiece_create(const uint8_t *model, size_t size, csentencepiece **handle);

/// Frees a handle; NULL is allowed.
void csentencepiece_destroy(csentencepiece *handle);

/// Why the last failing call on this thread failed. Owned by the library, valid until the next call on this thread;
/// foreign text: escape it before printing. Never NULL.
const char *csentencepiece_last_message(void);

/// Token ids of a text, without begin and end tokens. `*count` is how many there are, also when `capacity` is less.
csentencepiece_status csentencepiece_encode(
    const csentencepiece *handle, const char *text, size_t size, int32_t *ids, size_t capacity, size_t *count);

/// The text of token ids, in UTF-8. `*count` is its length in bytes, also when `capacity` is less.
csentencepiece_status csentencepiece_decode(
    const csentencepiece *handle, const int32_t *ids, size_t id_count, char *text, size_t capacity, size_t *count);

/// How many pieces the vocabulary holds.
int32_t csentencepiece_piece_count(const csentencepiece *handle);

/// The id of exactly this piece; -1 if the vocabulary lacks it.
int32_t csentencepiece_id_of_piece(const csentencepiece *handle, const char *piece, size_t size);

/// The ids of the special pieces; -1 where there is none.
int32_t csentencepiece_unknown_id(const csentencepiece *handle);
int32_t csentencepiece_begin_id(const csentencepiece *handle);
int32_t csentencepiece_end_id(const csentencepiece *handle);

#ifdef __cplusplus
}
#endif

#endif
