import CCurl

/// One request by POST, and its bounds.
struct HTTPRequest: Sendable {
  var url: String
  /// Lines of the form "Name: value".
  var headers: [String]
  var body: [UInt8]
  /// The most seconds from the first byte sent to the last one received.
  var seconds: Double
  /// The most bytes of the reply's body.
  var mostBytes: Int
  /// Not by way of a proxy that the environment names.
  var isDirect: Bool
}

/// What a server answered.
struct HTTPReply: Sendable {
  var status: Int
  /// Seconds that it asks to be left alone for.
  var retryAfter: Double?
  var body: [UInt8]
}

/// Why there is no answer.
enum HTTPFailure: Error, Equatable {
  case badURL
  case notConnected
  /// No secure connection, or not to the right one.
  case notTrusted
  case timedOut(seconds: Double)
  case tooLarge(limit: Int)
  case cancelled
  /// What came is not HTTP, or ends in the middle.
  case broken
  case noMemory

  /// Nil for a transfer that succeeded.
  init?(_ outcome: CCurlOutcome, _ request: HTTPRequest) {
    switch outcome {
    case CCURL_DONE: return nil
    case CCURL_BAD_URL: self = .badURL
    case CCURL_NOT_CONNECTED: self = .notConnected
    case CCURL_NOT_TRUSTED: self = .notTrusted
    case CCURL_TIMED_OUT: self = .timedOut(seconds: request.seconds)
    case CCURL_TOO_LARGE: self = .tooLarge(limit: request.mostBytes)
    case CCURL_CANCELLED: self = .cancelled
    case CCURL_NO_MEMORY: self = .noMemory
    default: self = .broken
    }
  }

  /// Without a full stop.
  var reason: String {
    switch self {
    case .badURL: "its address is none"
    case .notConnected: "it cannot be reached"
    case .notTrusted: "no trusted connection to it can be made"
    case .timedOut(let seconds): "it did not answer within \(seconds.short) s"
    case .tooLarge(let limit): "its answer is longer than \(limit) bytes"
    case .cancelled: "the request was given up"
    case .broken: "its answer breaks off or is not HTTP"
    case .noMemory: "there is no memory for the request"
    }
  }
}
