import Foundation
import M3Core
import Synchronization

@testable import M3Evaluate

/// A judge that follows a script, without a network; it counts what it is asked.
final class ScriptedJudge: JudgeConnection {
  /// One request, as far as tests look at it.
  struct Asked: Sendable {
    let question: String
    let answer: String
    let prediction: String
    let body: [String: String]
  }

  let asked = Mutex<[Asked]>([])
  let pauses = Mutex<[Double]>([])
  private let underWay = Mutex(0)
  let mostUnderWay = Mutex(0)
  private let script: @Sendable (Int, Asked) async throws -> JudgeResponse

  /// - Parameter script: from the request's number, from 0, and what is asked.
  init(_ script: @escaping @Sendable (Int, Asked) async throws -> JudgeResponse) { self.script = script }

  func send(_ body: [UInt8]) async throws -> JudgeResponse {
    let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
    let messages = object["messages"] as? [[String: String]] ?? []
    let text = messages.last?["content"] ?? ""
    func field(_ name: String) -> String {
      text.split(separator: "\n").first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) } ?? ""
    }
    let request = Asked(
      question: field("Question"), answer: field("Correct Answer"), prediction: field("Predicted Answer"),
      body: object.compactMapValues { ($0 as? String) ?? ($0 as? Double).map { "\($0)" } })
    let number = asked.withLock {
      $0.append(request)
      return $0.count - 1
    }
    let now = underWay.withLock {
      $0 += 1
      return $0
    }
    mostUnderWay.withLock { $0 = max($0, now) }
    defer { underWay.withLock { $0 -= 1 } }
    return try await script(number, request)
  }

  func pause(seconds: Double) async throws { pauses.withLock { $0.append(seconds) } }

  func redacted(_ text: String) -> String { text.replacing("SECRET", with: "[key]") }

  /// A chat completion with this content.
  static func reply(_ content: String, model: String = "judge-0125") -> JudgeResponse {
    let object: [String: Any] = [
      "model": model, "choices": [["message": ["role": "assistant", "content": content]]],
      "usage": ["prompt_tokens": 120, "completion_tokens": 9],
    ]
    return JudgeResponse(status: 200, body: Array((try? JSONSerialization.data(withJSONObject: object)) ?? Data()))
  }
}
