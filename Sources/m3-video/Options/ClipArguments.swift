import ArgumentParser
import Foundation
import M3Core

/// Splits the words of `ask` into the clip's files and the question.
enum ClipArguments {
  /// The files, and the question that stands last (`-` reads it from standard input).
  ///
  /// - Throws: `ValidationError` when the question is missing.
  static func split(_ words: [String]) throws -> (clip: [String], question: String) {
    guard let last = words.last, words.count >= 2 else {
      throw ValidationError("a clip and a question are needed: m3-video ask clip.mp4 \"what happens?\"")
    }
    if last == "-" {
      return (Array(words.dropLast()), String(decoding: readAll(), as: UTF8.self).trimmingCharacters(in: .newlines))
    }
    guard !FileManager.default.fileExists(atPath: last) else {
      throw ValidationError("the question is missing: the last word, \(last.escapedForTerminal), is a file")
    }
    return (Array(words.dropLast()), last)
  }

  /// Standard input up to a limit that no question needs.
  private static func readAll() -> Data {
    (try? FileHandle.standardInput.read(upToCount: 1 << 20)) ?? Data()
  }
}
