public import M3Core

/// Why a question could not be answered.
public enum EngineError: ExplainedError, Equatable {
  /// The prompt and the answer do not fit the model's context.
  case contextOverflow(visual: Int, text: Int, answer: Int, context: Int)
  /// None of the planned frames could be decoded.
  case nothingSeen(clip: String, frames: Int)
  /// A template without a place for the visual tokens.
  case noPlaceForVisualTokens
  /// A question without words.
  case emptyQuestion
}
