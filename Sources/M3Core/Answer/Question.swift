/// What is asked about a clip.
public struct Question: Equatable, Sendable, Codable {
  public var text: String
  /// Options of a multiple choice question in order; empty for an open one.
  public var choices: [String]

  public init(text: String, choices: [String] = []) {
    self.text = text
    self.choices = choices
  }
}
