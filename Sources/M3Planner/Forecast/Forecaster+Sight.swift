public import M3Core

extension Forecaster {
  /// What a plan shows the model.
  public struct Sight: Equatable, Sendable {
    /// Nil to leave reading out.
    public var clip: ClipInfo?
    /// Different ones.
    public var frames: Int
    /// Pictures that the vision tower encodes.
    public var crops: Int
    public var layout: Layout
    public var visualTokens: Int
    /// Of template and question.
    public var textTokens: Int
    public var answerTokens: Int

    public init(
      clip: ClipInfo?, frames: Int, crops: Int, layout: Layout = .stream, visualTokens: Int,
      textTokens: Int = PlanTable.textTokens, answerTokens: Int = Forecaster.answerTokens
    ) {
      self.clip = clip
      self.frames = frames
      self.crops = crops
      self.layout = layout
      self.visualTokens = visualTokens
      self.textTokens = textTokens
      self.answerTokens = answerTokens
    }

    var promptTokens: Int { visualTokens + textTokens }
    /// Of prompt and answer.
    var positions: Int { promptTokens + answerTokens }
  }
}
