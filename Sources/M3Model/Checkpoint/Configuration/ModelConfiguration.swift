public import M3Core
public import M3Tensor

/// What a checkpoint's files say about the model, whatever age and layout they are of.
public struct ModelConfiguration: Equatable, Sendable {
  /// Which of the two families of pictures a model was trained on.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// One crop a picture.
    case llava15 = "llava-1.5"
    /// Several crops a picture: anyres.
    case llavaNext = "llava-next"
  }

  public var kind: Kind
  /// How the tensors are named on the disk.
  public var layout: CheckpointLayout
  /// Sizes; `vision.layers` counts the layers that are run, up to the tapped one.
  public var shape: ModelShape
  /// Layers of the vision tower that the checkpoint was made with; those after the tapped one are never run.
  public var storedVisionLayers: Int
  public var imageProcessing: ImageProcessing

  public var visionActivation: Activation
  public var visionLayerNormEpsilon: Float
  public var projectorActivation: Activation
  public var rmsNormEpsilon: Float
  /// Base of the rotary frequencies.
  public var ropeTheta: Double
  /// The output layer is the embedding, and the checkpoint need not hold it twice.
  public var tiesEmbeddings: Bool

  /// Rows of the embedding that stand for text.
  ///
  /// Hugging Face conversions pad the table (`shape.language.vocabulary` rows) above the tokenizer's vocabulary, which
  /// ends where the image token stands; the rows from there on are never answers. Without an image token, all rows.
  public var textVocabulary: Int
  public var bosTokenID: Int
  /// Tokens that end an answer; at least one.
  public var eosTokenIDs: [Int]
  /// The token that stands for a picture in Hugging Face's prompts; the original layout has none.
  public var imageTokenID: Int?

  /// The longest sequence of the training (`tokenizer_model_max_length`), if the file tells.
  public var trainedContext: Int?
  /// The scales of the M3 training (`matryoshka_vis_token_scale`), coarse to fine; nil for models without it.
  public var trainedScales: [VisualScale]?
  /// How the model is to choose among options (`m3_option_scoring`), if the file tells.
  public var optionScoring: OptionScoring?
  /// The weights are random (`m3_untrained`): answers mean nothing.
  public var isUntrained: Bool
  /// What the file says that the weights are stored as; the files themselves decide.
  public var elementType: ElementType?
  /// What a reader of answers should know.
  public var notes: [CheckpointNote]
}
