import Foundation
import M3Tensor

/// One answer that Hugging Face transformers computed with a golden checkpoint (Tests/Goldens).
public struct GoldenAnswer: Sendable, CustomStringConvertible {
  public static let models = ["llava15", "llavanext", "original"]
  /// Scales that the goldens were computed at.
  public static let scales = [1, 9, 36, 144, 576]
  public static let question = "What happens in this video?"

  /// The checkpoint's folder in Tests/Goldens.
  public let model: String
  /// `stream3x36`, `mixed576-1-36`, `anyres36`.
  public let key: String
  public let visualTokens: Int
  /// Up to 16 greedy tokens.
  public let ids: [Int32]
  /// The smallest gap between the two best scores on the way.
  public let smallestMargin: Double

  public var description: String { "\(model) \(key)" }
  public var folder: String { Goldens.path(model) }

  /// Every step is so clear that Float32 rounding cannot choose otherwise.
  public var isCertain: Bool { smallestMargin > 0.005 }

  /// All three frames of `clip.mkv` at the scale.
  public static func stream(_ model: String, scale: Int) throws -> GoldenAnswer {
    try GoldenAnswer(model, "stream3x\(scale)")
  }

  /// `wide.png` alone through the picture path.
  public static func anyres(_ model: String, scale: Int) throws -> GoldenAnswer {
    try GoldenAnswer(model, "anyres\(scale)")
  }

  /// The three frames of `clip.mkv` at 576, 1 and 36 tokens.
  public static func mixed(_ model: String) throws -> GoldenAnswer { try GoldenAnswer(model, "mixed576-1-36") }

  private init(_ model: String, _ key: String) throws {
    struct Expected: Decodable {
      struct Answer: Decodable {
        let visual_tokens: Int
        let smallest_margin: Double
      }
      let question: String
      let answers: [String: Answer]
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: Goldens.path("\(model)/expected.json")))
    let expected = try JSONDecoder().decode(Expected.self, from: data)
    let file = try SafetensorsFile.open(Goldens.path("\(model)/expected.safetensors"))
    guard let answer = expected.answers[key], let tensor = file["greedy.\(key)"], expected.question == Self.question
    else { throw Missing(key: key) }
    self.model = model
    self.key = key
    visualTokens = answer.visual_tokens
    smallestMargin = answer.smallest_margin
    ids = unsafe tensor.withBytes { bytes in
      (0..<tensor.elementCount).map { unsafe Int32(bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self)) }
    }
  }

  struct Missing: Error { let key: String }
}
