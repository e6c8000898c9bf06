import Foundation
import M3Core

/// The parts of a chat completion that a verdict needs (OpenAI's API reference, "Chat completion object").
struct ChatReply: Equatable {
  /// Empty where the model refused to say anything.
  let content: String
  /// The model that answered, by its own name.
  let model: String?
  let promptTokens: Int?
  let completionTokens: Int?

  /// Nil for bytes that are no chat completion.
  init?(_ bytes: [UInt8]) {
    guard let layout = try? JSONDecoder.m3.decode(Layout.self, from: Data(bytes)), let choice = layout.choices.first
    else { return nil }
    content = choice.message.content ?? ""
    model = layout.model
    promptTokens = layout.usage?.promptTokens
    completionTokens = layout.usage?.completionTokens
  }

  /// What an error object says, or the beginning of any other text; for people.
  static func complaint(_ bytes: [UInt8]) -> String {
    if let fault = try? JSONDecoder.m3.decode(Fault.self, from: Data(bytes)) { return fault.error.message }
    return String(decoding: bytes.prefix(200), as: UTF8.self)
  }

  private struct Layout: Decodable {
    struct Choice: Decodable {
      struct Message: Decodable { let content: String? }
      let message: Message
    }
    struct Usage: Decodable {
      let promptTokens: Int?
      let completionTokens: Int?
    }
    let choices: [Choice]
    let model: String?
    let usage: Usage?
  }

  private struct Fault: Decodable {
    struct Detail: Decodable { let message: String }
    let error: Detail
  }
}

/// What is sent for one verdict.
struct ChatRequest: Encodable {
  let model: String
  let messages: [JudgePrompt.Message]
  let temperature: Double?
}
