import Foundation
import Glibc
import M3Core

/// A line of stuck.jsonl: a clip on which a decoder did not stop, so that the process had to.
private struct StuckClip: Codable {
  var media: String
  var reason: String
}

extension RunFolder {
  /// Notes that a clip's decoder does not stop; a run that goes on writes the clip's questions down as failed.
  ///
  /// For a watchdog, which ends the process next: nothing else of the run is touched.
  ///
  /// - Parameter clip: its name in the annotations.
  /// - Throws: `EvaluateError.notWritten`.
  public func note(stuck clip: String, reason: String) throws(EvaluateError) {
    let file = try OpenFile(stuck, O_WRONLY | O_CREAT | O_APPEND)
    let data: Data
    do { data = try JSONEncoder.m3.encode(StuckClip(media: clip, reason: reason)) } catch {
      throw .notWritten(path: stuck, reason: "a line of it cannot be written as JSON")
    }
    // A line that a power cut tore before this one must not swallow it.
    try file.append([0x0A] + Array(data) + [0x0A])
    try file.flush()
  }

  /// Reasons by clip; lines that cannot be read are left out, which asks about their clips again.
  func stuckClips() throws(EvaluateError) -> [String: String] {
    guard FileManager.default.fileExists(atPath: stuck) else { return [:] }
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: stuck)) } catch {
      throw .unreadable(path: stuck, reason: "its notes on clips cannot be read")
    }
    var found: [String: String] = [:]
    for line in data.split(separator: 0x0A) {
      guard let clip = try? JSONDecoder.m3.decode(StuckClip.self, from: Data(line)) else { continue }
      found[clip.media] = clip.reason
    }
    return found
  }

  /// Forgets them, so that their clips are tried again.
  func forgetStuck() throws(EvaluateError) {
    guard FileManager.default.fileExists(atPath: stuck) else { return }
    do { try FileManager.default.removeItem(atPath: stuck) } catch {
      throw .notWritten(path: stuck, reason: "it cannot be removed")
    }
  }
}
