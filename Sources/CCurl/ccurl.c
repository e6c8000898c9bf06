#include "CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// Headers of a reply in all; libcurl bounds a single one.
enum { MOST_HEADER_BYTES = 256 << 10, CONNECT_MILLISECONDS = 30000 };

struct CCurlTransfer {
  CURL *curl;
  struct curl_slist *headers;
  uint8_t *body;
  size_t count;
  size_t capacity;
  size_t most_bytes;
  size_t header_bytes;
  long status;
  int64_t retry_after;
  int too_large;
  int no_memory;
  atomic_int cancelled;
};

static void begin(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

CCurlTransfer *ccurl_transfer_alloc(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, begin);
  CCurlTransfer *transfer = calloc(1, sizeof *transfer);
  if (!transfer) return NULL;
  transfer->curl = curl_easy_init();
  if (!transfer->curl) {
    free(transfer);
    return NULL;
  }
  return transfer;
}

void ccurl_transfer_free(CCurlTransfer *transfer) {
  if (!transfer) return;
  curl_easy_cleanup(transfer->curl);
  curl_slist_free_all(transfer->headers);
  free(transfer->body);
  free(transfer);
}

void ccurl_transfer_reset(CCurlTransfer *transfer) {
  curl_easy_reset(transfer->curl);
  curl_slist_free_all(transfer->headers);
  transfer->headers = NULL;
  transfer->count = transfer->header_bytes = 0;
  transfer->status = 0;
  transfer->retry_after = 0;
  transfer->too_large = transfer->no_memory = 0;
  atomic_store(&transfer->cancelled, 0);
}

int ccurl_transfer_add_header(CCurlTransfer *transfer, const char *line) {
  struct curl_slist *longer = curl_slist_append(transfer->headers, line);
  if (!longer) return 0;
  transfer->headers = longer;
  return 1;
}

static size_t take_body(char *bytes, size_t size, size_t items, void *opaque) {
  CCurlTransfer *transfer = opaque;
  size_t added = size * items;
  if (added > transfer->most_bytes - transfer->count) {
    transfer->too_large = 1;
    return 0;
  }
  if (added > transfer->capacity - transfer->count) {
    size_t wanted = transfer->capacity ? transfer->capacity : 4096;
    while (wanted - transfer->count < added) wanted *= 2;
    uint8_t *larger = realloc(transfer->body, wanted);
    if (!larger) {
      transfer->no_memory = 1;
      return 0;
    }
    transfer->body = larger;
    transfer->capacity = wanted;
  }
  memcpy(transfer->body + transfer->count, bytes, added);
  transfer->count += added;
  return added;
}

static size_t take_header(char *bytes, size_t size, size_t items, void *opaque) {
  CCurlTransfer *transfer = opaque;
  (void)bytes;
  transfer->header_bytes += size * items;
  if (transfer->header_bytes <= MOST_HEADER_BYTES) return size * items;
  transfer->too_large = 1;
  return 0;
}

static int check_cancelled(void *opaque, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
  CCurlTransfer *transfer = opaque;
  (void)a, (void)b, (void)c, (void)d;
  return atomic_load(&transfer->cancelled);
}

static CCurlOutcome outcome(const CCurlTransfer *transfer, CURLcode code) {
  if (transfer->too_large) return CCURL_TOO_LARGE;
  if (transfer->no_memory) return CCURL_NO_MEMORY;
  switch (code) {
    case CURLE_OK: return CCURL_DONE;
    case CURLE_ABORTED_BY_CALLBACK: return CCURL_CANCELLED;
    case CURLE_OPERATION_TIMEDOUT: return CCURL_TIMED_OUT;
    case CURLE_OUT_OF_MEMORY: return CCURL_NO_MEMORY;
    case CURLE_URL_MALFORMAT: return CCURL_BAD_URL;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT: return CCURL_NOT_CONNECTED;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE: return CCURL_NOT_TRUSTED;
    default: return CCURL_BROKEN;
  }
}

CCurlOutcome ccurl_transfer_post(CCurlTransfer *transfer, const char *url, const uint8_t *body, size_t count,
                                 double seconds, size_t most_bytes, int direct) {
  CURL *curl = transfer->curl;
  transfer->most_bytes = most_bytes;
  long limit = seconds < 1e6 ? (long)(seconds * 1000) : 1000000000L;
  if (limit < 1) limit = 1;
  // An empty value takes a header out: a large body goes at once, without asking first.
  if (!ccurl_transfer_add_header(transfer, "Expect:")) return CCURL_NO_MEMORY;
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
  if (direct) curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, limit);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, limit < CONNECT_MILLISECONDS ? limit : CONNECT_MILLISECONDS);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, transfer->headers);
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, (const char *)body);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, check_cancelled);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transfer);
  CURLcode code = curl_easy_perform(curl);
  curl_off_t wait = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &transfer->status);
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
  transfer->retry_after = wait;
  return outcome(transfer, code);
}

void ccurl_transfer_cancel(CCurlTransfer *transfer) { atomic_store(&transfer->cancelled, 1); }

long ccurl_transfer_status(const CCurlTransfer *transfer) { return transfer->status; }
int64_t ccurl_transfer_retry_after(const CCurlTransfer *transfer) { return transfer->retry_after; }

const uint8_t *ccurl_transfer_body(const CCurlTransfer *transfer, size_t *count) {
  *count = transfer->count;
  return transfer->body;
}
