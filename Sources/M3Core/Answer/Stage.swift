/// A stage of the way from clip to answer, for progress and timings.
public enum Stage: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
  /// The checkpoint is opened and its weights are made ready.
  case load
  /// The clip's facts are read.
  case probe
  /// Frames are decoded to pictures.
  case read
  /// Pictures become crops.
  case preprocess
  /// Crops become projected features.
  case encode
  /// Features become visual tokens of the planned scales.
  case pool
  /// The prompt goes through the language model.
  case prefill
  /// Tokens of the answer are made one by one.
  case decode
}
