import Crypto
import Foundation
import M3Core

/// What a judge is told: the instructions, and the case with its question, right answer and given answer.
///
/// Shape, fields and scales are Video-ChatGPT's; the words are this project's own, and numbers compare only under the
/// same ones. A file with other words, for instance the published ones, takes their place.
public struct JudgePrompt: Equatable, Sendable {
  /// One message of a chat.
  struct Message: Codable, Equatable, Sendable {
    let role: String
    let content: String
  }

  /// What stands between the two parts of a file.
  private static let divider = "---"
  /// A file of words is no longer than this, in bytes.
  private static let longestFile = 64 << 10

  /// Tells words apart: `video-chatgpt/1` for the project's own, a hash for a file's.
  public let version: String
  /// Instructions and case from a file; nil for the project's own words.
  private let words: (system: String, user: String)?

  /// The project's own words.
  public static let standard = JudgePrompt(version: "video-chatgpt/1", words: nil)

  private init(version: String, words: (system: String, user: String)?) {
    self.version = version
    self.words = words
  }

  /// Reads other words for the aspect `match`: the instructions, a line `---`, then the case with `{question}`,
  /// `{answer}` and `{prediction}` in it.
  ///
  /// - Throws: `EvaluateError.unreadable`, `EvaluateError.tooLarge`, `EvaluateError.malformed`.
  public init(file path: String) throws(EvaluateError) {
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw .unreadable(path: path, reason: "it is not there, or no file")
    }
    guard data.count <= Self.longestFile else {
      throw .tooLarge(path: path, bytes: data.count, limit: Self.longestFile)
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw .malformed(file: path, line: 1, expected: "UTF-8", found: "other bytes")
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let middle = lines.firstIndex(where: { $0 == Self.divider }) else {
      throw .malformed(
        file: path, line: lines.count, expected: "a line `\(Self.divider)` between instructions and case", found: "none"
      )
    }
    let user = lines[(middle + 1)...].joined(separator: "\n").trimmedBlanks
    for name in ["{question}", "{answer}", "{prediction}"] where !user.contains(name) {
      throw .malformed(file: path, line: middle + 2, expected: name, found: "a case without it")
    }
    let system = lines[..<middle].joined(separator: "\n").trimmedBlanks
    let hash = SHA256.hash(data: Data("\(system)\n\(Self.divider)\n\(user)".utf8))
    version = "file/" + hash.prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    words = (system, user)
  }

  /// A question, its right answer and the answer given.
  struct Case: Equatable, Sendable {
    let question: String
    let answer: String
    let prediction: String
  }

  /// The messages for one case, or for the two cases of `consistency`.
  func messages(_ aspect: JudgeAspect, _ cases: [Case]) -> [Message] {
    if let words, let only = cases.first {
      return [
        Message(role: "system", content: words.system), Message(role: "user", content: Self.filled(words.user, only)),
      ]
    }
    return [
      Message(role: "system", content: aspect.instructions),
      Message(role: "user", content: aspect.request(cases)),
    ]
  }

  /// One pass, so that braces in an answer stay as they are.
  private static func filled(_ text: String, _ values: Case) -> String {
    var out = ""
    var rest = text[...]
    while let brace = rest.firstIndex(of: "{") {
      out += rest[..<brace]
      rest = rest[brace...]
      let slots = ["{question}": values.question, "{answer}": values.answer, "{prediction}": values.prediction]
      if let slot = slots.first(where: { rest.hasPrefix($0.key) }) {
        out += slot.value
        rest = rest.dropFirst(slot.key.count)
      } else {
        out.append(rest.removeFirst())
      }
    }
    return out + rest
  }

  public static func == (left: JudgePrompt, right: JudgePrompt) -> Bool { left.version == right.version }
}
