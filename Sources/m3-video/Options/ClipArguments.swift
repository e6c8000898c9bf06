import ArgumentParser
import Foundation
import M3Core

/// Splits the words of `ask` into the clip's files and the question.
enum ClipArguments {
  /// The longest question, in bytes: far beyond any model's context.
  static let longestQuestion = 1 << 20

  /// Whether a conversation is meant: only files are named, and someone sits at the terminal.
  static func isConversation(_ words: [String]) -> Bool {
    isatty(STDIN_FILENO) == 1 && !words.isEmpty
      && words.allSatisfy { $0 != "-" && (FileManager.default.fileExists(atPath: $0) || looksLikeFile($0)) }
  }

  /// Sees whether the words can be a clip and a question, before anything is read.
  ///
  /// - Throws: `ValidationError` when the question is missing or does not stand last.
  static func check(_ words: [String]) throws(ValidationError) {
    guard let last = words.last, words.count >= 2 else {
      throw ValidationError("a clip and a question are needed, the question last")
    }
    guard last != "-" else { return }
    let name = last.escapedForTerminal
    guard !FileManager.default.fileExists(atPath: last) else {
      let others = words.dropLast().allSatisfy { FileManager.default.fileExists(atPath: $0) }
      throw ValidationError(
        others
          ? "the question is missing: the last word, \(name), is a file"
          : "the question stands last, after the clip; here the last word, \(name), is a file")
    }
    guard !looksLikeFile(last) else {
      throw ValidationError(
        "the question is missing: the last word, \(name), looks like the name of a file, and there is none")
    }
  }

  /// The files, and the question that stands last (`-` reads it from standard input).
  ///
  /// - Throws: `QuestionError` for standard input that is no question.
  static func split(_ words: [String]) throws(QuestionError) -> (clip: [String], question: String) {
    let last = words.last ?? ""
    return (Array(words.dropLast()), last == "-" ? try readQuestion() : last)
  }

  private static func readQuestion() throws(QuestionError) -> String {
    var data = Data()
    while data.count <= longestQuestion {
      let more: Data?
      do { more = try FileHandle.standardInput.read(upToCount: 1 << 16) } catch { throw .unreadable }
      guard let more, !more.isEmpty else { break }
      data += more
    }
    guard data.count <= longestQuestion else { throw .tooLong }
    guard let text = String(bytes: data, encoding: .utf8) else { throw .notText }
    return text.trimmingCharacters(in: .newlines)
  }

  private static func looksLikeFile(_ word: String) -> Bool {
    let endings = ["mp4", "mkv", "webm", "avi", "mov", "ts", "gif", "png", "jpg", "jpeg", "webp", "bmp"]
    return !word.contains(where: \.isWhitespace) && endings.contains { word.lowercased().hasSuffix(".\($0)") }
  }
}

/// Standard input holds no question.
enum QuestionError: ExplainedError {
  case unreadable
  case tooLong
  case notText

  var message: String {
    switch self {
    case .unreadable: "the question cannot be read from standard input"
    case .tooLong: "the question on standard input is longer than \(ClipArguments.longestQuestion) bytes"
    case .notText: "the question on standard input is not text in UTF-8"
    }
  }
}
