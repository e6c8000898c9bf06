import CCurl

/// Owns a transfer of libcurl: one request after the other, over connections that stay open.
///
/// Used by one thread at a time, but for `cancel`; that is its owner's to see to.
@safe struct HTTPTransfer: ~Copyable, @unchecked Sendable {
  private let pointer: OpaquePointer

  /// Nil without memory.
  init?() {
    guard let pointer = unsafe ccurl_transfer_alloc() else { return nil }
    unsafe self.pointer = pointer
  }

  deinit { unsafe ccurl_transfer_free(pointer) }

  /// Makes it ready for the next request.
  func reset() { unsafe ccurl_transfer_reset(pointer) }

  /// Sends a body and waits for the reply.
  ///
  /// - Throws: `HTTPFailure`.
  func post(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPReply {
    for line in request.headers {
      guard unsafe ccurl_transfer_add_header(pointer, line) != 0 else { throw .noMemory }
    }
    let outcome = unsafe request.body.withUnsafeBufferPointer { bytes in
      unsafe ccurl_transfer_post(
        pointer, request.url, bytes.baseAddress, bytes.count, request.seconds, request.mostBytes,
        request.isDirect ? 1 : 0)
    }
    if let failure = HTTPFailure(outcome, request) { throw failure }
    var count = 0
    let bytes = unsafe ccurl_transfer_body(pointer, &count)
    let wait = unsafe ccurl_transfer_retry_after(pointer)
    return unsafe HTTPReply(
      status: Int(ccurl_transfer_status(pointer)), retryAfter: wait > 0 ? Double(wait) : nil,
      body: Array(UnsafeBufferPointer(start: bytes, count: count)))
  }

  /// Ends the request that is under way, from any thread.
  func cancel() { unsafe ccurl_transfer_cancel(pointer) }
}
