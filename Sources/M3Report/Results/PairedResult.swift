/// Two runs on the same questions.
public struct PairedResult: Equatable, Sendable {
  /// One difference: of the whole run, or of one plan that both sweeps have.
  public struct Line: Equatable, Sendable {
    /// Nil for the whole run.
    public var plan: String?
    /// Mean score of the second run minus that of the first.
    public var difference: Measure
    /// Questions on which the first, or the second, scores higher.
    public var firstBetter: Int
    public var secondBetter: Int

    public init(plan: String?, difference: Measure, firstBetter: Int, secondBetter: Int) {
      self.plan = plan
      self.difference = difference
      self.firstBetter = firstBetter
      self.secondBetter = secondBetter
    }
  }

  /// Places among the report's runs.
  public var first: Int
  public var second: Int
  public var lines: [Line]
  /// What a reader of the differences should know, a sentence each; why there is none, if there is none.
  public var notes: [String]

  public init(first: Int, second: Int, lines: [Line], notes: [String]) {
    self.first = first
    self.second = second
    self.lines = lines
    self.notes = notes
  }
}
