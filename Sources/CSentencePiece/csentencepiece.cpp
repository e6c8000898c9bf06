#include "CSentencePiece.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <memory>
#include <new>
#include <string>
#include <vector>

struct csentencepiece {
  sentencepiece::SentencePieceProcessor processor;
};

namespace {

// A fixed buffer, so that keeping a message cannot fail.
thread_local char last_message[512] = "";

void remember(const char *text) noexcept {
  size_t length = 0;
  while (length + 1 < sizeof last_message && text[length] != '\0') {
    last_message[length] = text[length];
    ++length;
  }
  last_message[length] = '\0';
}

// Runs a body that returns a status; what it throws becomes one.
template <typename Body>
csentencepiece_status guarded(Body &&body) noexcept {
  remember("");
  try {
    return body();
  } catch (const std::bad_alloc &) {
    remember("out of memory");
    return csentencepiece_out_of_memory;
  } catch (const std::exception &error) {
    remember(error.what());
    return csentencepiece_exception;
  } catch (...) {
    remember("an exception without a message");
    return csentencepiece_exception;
  }
}

csentencepiece_status refused(const sentencepiece::util::Status &status) {
  remember(status.error_message());
  return csentencepiece_refused;
}

template <typename Source, typename Element>
csentencepiece_status hand_over(const Source &source, Element *buffer, size_t capacity, size_t *count) {
  *count = source.size();
  if (source.size() > capacity) return csentencepiece_buffer_too_small;
  std::copy(source.begin(), source.end(), buffer);
  return csentencepiece_ok;
}

// A number that cannot throw where the library's own accessor could.
template <typename Body>
int32_t number(Body &&body, int32_t fallback) noexcept {
  try {
    return body();
  } catch (...) {
    return fallback;
  }
}

}  // namespace

csentencepiece_status csentencepiece_create(const uint8_t *model, size_t size, csentencepiece **handle) {
  return guarded([&] {
    if (size > static_cast<size_t>(std::numeric_limits<int>::max())) {
      remember("the model is larger than 2 GiB");
      return csentencepiece_refused;
    }
    auto created = std::make_unique<csentencepiece>();
    const auto status = created->processor.LoadFromSerializedProto(
        std::string_view(reinterpret_cast<const char *>(model), size));
    if (!status.ok()) return refused(status);
    *handle = created.release();
    return csentencepiece_ok;
  });
}

void csentencepiece_destroy(csentencepiece *handle) { delete handle; }

const char *csentencepiece_last_message(void) { return last_message; }

csentencepiece_status csentencepiece_encode(
    const csentencepiece *handle, const char *text, size_t size, int32_t *ids, size_t capacity, size_t *count) {
  return guarded([&] {
    std::vector<int> encoded;
    const auto status = handle->processor.Encode(std::string_view(text, size), &encoded);
    if (!status.ok()) return refused(status);
    return hand_over(encoded, ids, capacity, count);
  });
}

csentencepiece_status csentencepiece_decode(
    const csentencepiece *handle, const int32_t *ids, size_t id_count, char *text, size_t capacity, size_t *count) {
  return guarded([&] {
    const int32_t pieces = handle->processor.GetPieceSize();
    const std::vector<int> wanted(ids, ids + id_count);
    for (const int id : wanted) {
      if (id < 0 || id >= pieces) return csentencepiece_out_of_range;
    }
    std::string decoded;
    const auto status = handle->processor.Decode(wanted, &decoded);
    if (!status.ok()) return refused(status);
    return hand_over(decoded, text, capacity, count);
  });
}

int32_t csentencepiece_piece_count(const csentencepiece *handle) {
  return number([&] { return handle->processor.GetPieceSize(); }, 0);
}

int32_t csentencepiece_id_of_piece(const csentencepiece *handle, const char *piece, size_t size) {
  return number(
      [&] {
        // The library answers with the id of <unk> for a piece that it does not know.
        const std::string_view wanted(piece, size);
        const int id = handle->processor.PieceToId(wanted);
        return handle->processor.IdToPiece(id) == wanted ? id : -1;
      },
      -1);
}

int32_t csentencepiece_unknown_id(const csentencepiece *handle) {
  return number([&] { return handle->processor.unk_id(); }, -1);
}

int32_t csentencepiece_begin_id(const csentencepiece *handle) {
  return number([&] { return handle->processor.bos_id(); }, -1);
}

int32_t csentencepiece_end_id(const csentencepiece *handle) {
  return number([&] { return handle->processor.eos_id(); }, -1);
}
