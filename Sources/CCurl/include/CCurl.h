// One HTTP request at a time through libcurl, with every bound that a foreign server calls for.
//
// Redirects are never followed, other protocols than HTTP never spoken, request headers never shown to a proxy. A
// transfer belongs to one thread at a time; only ccurl_transfer_cancel may be called from another one.
#ifndef CCURL_H
#define CCURL_H

#include <stddef.h>
#include <stdint.h>

typedef struct CCurlTransfer CCurlTransfer;

typedef enum {
  CCURL_DONE = 0,
  CCURL_BAD_URL,
  CCURL_NOT_CONNECTED,
  CCURL_NOT_TRUSTED,
  CCURL_TIMED_OUT,
  CCURL_TOO_LARGE,
  CCURL_CANCELLED,
  CCURL_BROKEN,
  CCURL_NO_MEMORY,
} CCurlOutcome;

// NULL without memory.
CCurlTransfer *ccurl_transfer_alloc(void);
void ccurl_transfer_free(CCurlTransfer *transfer);

// Forgets the last request and reply; connections stay open for the next request.
void ccurl_transfer_reset(CCurlTransfer *transfer);

// Adds a header line of the request, "Name: value"; 0 without memory.
int ccurl_transfer_add_header(CCurlTransfer *transfer, const char *line);

// Sends a body by POST and waits for the reply.
//
// seconds: the most time for all of it. most_bytes: the most bytes of the reply's body. direct: not by way of a proxy.
CCurlOutcome ccurl_transfer_post(CCurlTransfer *transfer, const char *url, const uint8_t *body, size_t count,
                                 double seconds, size_t most_bytes, int direct);

// Ends the transfer that is under way, from any thread; until the next reset others end at once.
void ccurl_transfer_cancel(CCurlTransfer *transfer);

// Of the reply; 0 when there is none.
long ccurl_transfer_status(const CCurlTransfer *transfer);
// Seconds that Retry-After asks for, a date already reckoned; 0 when it does not.
int64_t ccurl_transfer_retry_after(const CCurlTransfer *transfer);
const uint8_t *ccurl_transfer_body(const CCurlTransfer *transfer, size_t *count);

#endif
