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

  /// A number beside the headline, for instance a judge's.
  public struct Further: Equatable, Sendable {
    /// What it is and whose.
    public var name: String
    public var measure: Measure
    public var unit: MeasureUnit
    /// What must stand beside it.
    public var remark: String?

    public init(name: String, measure: Measure, unit: MeasureUnit, remark: String? = nil) {
      self.name = name
      self.measure = measure
      self.unit = unit
      self.remark = remark
    }
  }

  /// For instance `accuracy`.
  public var headlineName: String
  public var headline: Measure
  public var unit: MeasureUnit
  /// For instance by question type.
  public var parts: [Part]
  public var further: [Further]
  public var unparsed: Int
  public var failed: Int

  public init(
    headlineName: String, headline: Measure, unit: MeasureUnit, parts: [Part], further: [Further] = [],
    unparsed: Int, failed: Int
  ) {
    self.headlineName = headlineName
    self.headline = headline
    self.unit = unit
    self.parts = parts
    self.further = further
    self.unparsed = unparsed
    self.failed = failed
  }
}
