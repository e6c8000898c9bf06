import Synchronization
public import M3Video

/// Shows a watchdog on another thread which clip a run is reading and whether its decoder gets on.
public final class RunWatch: Sendable {
  /// Beats while decoders get on.
  public let pulse = DecoderPulse()
  private let current = Mutex<String?>(nil)

  public init() {}

  /// The clip that is being asked about, by its name in the annotations; nil before the first and after the last.
  public var clip: String? { current.withLock { $0 } }

  func begin(_ clip: String) { current.withLock { $0 = clip } }
  func end() { current.withLock { $0 = nil } }
}
