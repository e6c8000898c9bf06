import Foundation
import M3Core
import M3Video

/// Ends the process when a decoder does not come back: decoders cannot be interrupted, and a clip may be made to hang one.
enum Watchdog {
  /// How long a decoder may take over one packet or picture.
  static let limit = Duration.seconds(60)

  /// Watches a clip's decoders until the process ends.
  ///
  /// - Parameters:
  ///   - clip: the files, for the message.
  ///   - pulse: beats while decoders get on.
  static func watch(_ clip: [String], _ pulse: DecoderPulse, limit: Duration = limit) {
    let name = clip.first ?? ""
    watch(pulse, limit: limit) {
      let error = HangingDecoder(clip: name, limit: limit)
      StandardError().error(error.message, hint: error.hint)
      leave(1)
    }
  }

  /// Watches decoders until the process ends, which the action is to see to.
  static func watch(_ pulse: DecoderPulse, limit: Duration, _ action: @escaping @Sendable () -> Never) {
    let pause = min(0.5, limit.seconds / 4)
    Thread.detachNewThread {
      let clock = ContinuousClock()
      var open: UInt64?
      var since = clock.now
      while true {
        Thread.sleep(forTimeInterval: pause)
        let now = pulse.openCall
        if now == nil || now != open { (open, since) = (now, clock.now) }
        guard open != nil, clock.now - since >= limit else { continue }
        action()
      }
    }
  }
}

extension ClipLimits {
  /// The standard limits, and a watchdog over the clip's decoders.
  static func watched(_ clip: [String]) -> ClipLimits {
    var limits = ClipLimits.standard
    let pulse = DecoderPulse()
    limits.pulse = pulse
    Watchdog.watch(clip, pulse)
    return limits
  }
}

/// A decoder that does not come back.
struct HangingDecoder: ExplainedError {
  let clip: String
  let limit: Duration

  var message: String {
    "\(clip.escapedForTerminal): the decoder has been busy with one picture for \(limit.seconds.short) s and does not stop"
  }
  var hint: String? { "the file may be damaged, or made to do this" }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
