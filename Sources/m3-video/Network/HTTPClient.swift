import Foundation
import Synchronization

/// Sends requests, each on a thread of its own, and keeps connections for later ones.
final class HTTPClient: Sendable {
  /// A transfer that one request at a time holds.
  private final class Line: Sendable {
    let transfer: HTTPTransfer

    init?() {
      guard let transfer = HTTPTransfer() else { return nil }
      self.transfer = transfer
    }
  }

  private let idle = Mutex<[Line]>([])

  /// Sends a request and waits for its reply; other work goes on meanwhile.
  ///
  /// - Throws: `HTTPFailure`; `.cancelled` soon after the task is.
  func post(_ request: HTTPRequest) async throws -> HTTPReply {
    guard let line = idle.withLock({ $0.popLast() }) ?? Line() else { throw HTTPFailure.noMemory }
    line.transfer.reset()
    defer { idle.withLock { $0.append(line) } }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
          continuation.resume(with: Result { () throws(HTTPFailure) in try line.transfer.post(request) }.widened)
        }
      }
    } onCancel: {
      line.transfer.cancel()
    }
  }
}

extension Result where Failure == HTTPFailure {
  fileprivate var widened: Result<Success, any Error> { mapError { $0 } }
}
