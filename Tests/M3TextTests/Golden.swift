import Foundation
import M3Text

/// What the reference systems computed; see Tests/Goldens/make_text_golden.py.
struct Golden: Decodable {
  struct WrittenPrompt: Decodable {
    var template: String
    var turns: Int
    var visual: Bool
    var system: String?
    var text: String
  }

  struct Encoded: Decodable {
    var text: String
    var ids: [Int32]
  }

  struct Checkpoint: Decodable {
    var question: String
    var before: [Int32]
    var after: [Int32]
    var answers: [Encoded]
    var texts: [Encoded]
    /// In the order of `prompts`; -200 stands for the visual tokens.
    var promptIds: [[Int32]]
  }

  var questions: [String]
  var answers: [String]
  var prompts: [WrittenPrompt]
  var igvlm: [String: String]
  var checkpoints: [String: Checkpoint]

  static let names = ["llava15", "llavanext", "original"]
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Goldens").standardized

  static func load() throws -> Golden {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Golden.self, from: Data(contentsOf: folder.appending(path: "text.json")))
  }

  static func path(_ name: String) -> String { folder.appending(path: "\(name)/tokenizer.model").path }
  static func tokenizer(_ name: String = "llava15") throws -> Tokenizer { try Tokenizer(path: path(name)) }
  static func bytes(_ name: String = "llava15") throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path(name))))
  }

  /// The conversation that a golden prompt was written from.
  func conversation(_ prompt: WrittenPrompt) throws -> Conversation {
    Conversation(
      template: try ConversationTemplate(name: prompt.template), system: prompt.system.map { .text($0) } ?? .standard,
      exchanges: (0..<(prompt.turns - 1)).map { .init(question: questions[$0], answer: answers[$0]) })
  }
}

/// A seeded generator (SplitMix64), so that a failing case can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
