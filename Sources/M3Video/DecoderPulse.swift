import Synchronization

/// Shows another thread whether a decoder is at work and whether it gets on.
///
/// Decoders cannot be interrupted: one that hangs in a picture never comes back. Every call into one is counted when it
/// begins and when it ends, so that a watchdog can tell; what it then does is its own matter.
public final class DecoderPulse: Sendable, Equatable {
  private let begun = Atomic<UInt64>(0)
  private let ended = Atomic<UInt64>(0)

  public init() {}

  /// The number of the call that has not come back yet; nil between calls.
  public var openCall: UInt64? {
    let done = ended.load(ordering: .acquiring)
    let call = begun.load(ordering: .acquiring)
    return call > done ? call : nil
  }

  /// Calls so far, the open one included.
  public var calls: UInt64 { begun.load(ordering: .acquiring) }

  /// Makes one call into a decoder.
  ///
  /// Calls are made one after the other.
  public func during<Result>(_ call: () -> Result) -> Result {
    begun.add(1, ordering: .releasing)
    defer { ended.add(1, ordering: .releasing) }
    return call()
  }

  public static func == (left: DecoderPulse, right: DecoderPulse) -> Bool { left === right }
}

extension ClipLimits {
  /// Makes one call into a decoder, seen by the pulse if there is one.
  func decoding<Result>(_ call: () -> Result) -> Result {
    guard let pulse else { return call() }
    return pulse.during(call)
  }
}
