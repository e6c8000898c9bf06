/// How the frames of a plan stand in the prompt.
public enum Layout: String, Codable, CaseIterable, Sendable {
  /// Each frame is one crop of exactly its scale's tokens, in time order, nothing between.
  case stream
  /// The frames become one IG-VLM collage, which goes through the model's picture path (anyres or one crop).
  case grid
}
