/// The numbers of an evaluation: one headline, and the same by part.
public struct EvaluationResult: Equatable, Sendable {
  public struct Part: Equatable, Sendable {
    public var name: String
    public var measure: Measure

    public init(name: String, measure: Measure) {
      self.name = name
      self.measure = measure
    }
  }

  /// For instance `accuracy`.
  public var headlineName: String
  public var headline: Measure
  public var unit: MeasureUnit
  /// For instance by question type.
  public var parts: [Part]
  public var unparsed: Int
  public var failed: Int

  public init(
    headlineName: String, headline: Measure, unit: MeasureUnit, parts: [Part], unparsed: Int, failed: Int
  ) {
    self.headlineName = headlineName
    self.headline = headline
    self.unit = unit
    self.parts = parts
    self.unparsed = unparsed
    self.failed = failed
  }
}
