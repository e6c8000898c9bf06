import Foundation
import M3Core
import M3Evaluate

/// Lets a run go on when a decoder does not come back.
///
/// A decoder cannot be interrupted, only left behind with its process. A run can be killed at any moment and goes on, so
/// the clip is noted in the run's folder and the process begins anew in its own place: same number, same arguments. It
/// then writes the clip's questions down as failed. Each new beginning is one clip further, so it comes to an end.
enum RunWatchdog {
  static func watch(_ watch: RunWatch, of folder: RunFolder, limit: Duration) {
    Watchdog.watch(watch.pulse, limit: limit) {
      let errors = StandardError()
      let error = HangingDecoder(clip: watch.clip ?? folder.path, limit: limit)
      do {
        guard let clip = watch.clip else { throw error }
        try folder.note(stuck: clip, reason: error.message)
        errors.warning("\(error.message); its questions count as failed, and the run goes on")
        // What was to be asked again has been taken out of the samples already.
        try Restart.again(without: ["--retry-failed"])
      } catch let error as any ExplainedError {
        errors.error(error.message, hint: error.hint)
      } catch {
        errors.error("\(error)")
      }
      leave(1)
    }
  }
}
