public import M3Engine
public import M3Model
import M3Planner
public import M3Tensor

/// How a machine is measured.
public struct BenchSettings: Sendable {
  /// Larger shapes and longer prompts, for minutes instead of one.
  public var isFull: Bool
  /// That models are measured with: of `float32`, `bfloat16`, `int8` and `int4`.
  public var precisions: [Precision]
  /// Nil for each precision's own way.
  public var keyValues: KeyValueType?
  /// Of which the median is taken; one more goes before them.
  public var repeats: Int
  /// A folder for what is made on the way (a clip, random weights of up to 2 GB), which the caller removes.
  public var folder: String
  public var stopwatch: Stopwatch

  /// What `auto` means for a model of LLaVA-1.5-7B's shape.
  public static let standardPrecision = ModelPrecision(ModelPreset.llava15.shape, .auto).weights

  /// - Precondition: at least one repeat and one precision; none is `auto`.
  public init(
    isFull: Bool = false, precisions: [Precision] = [standardPrecision], keyValues: KeyValueType? = nil,
    repeats: Int = 5, folder: String, stopwatch: Stopwatch
  ) {
    precondition(repeats >= 1, "a median is of at least one")
    precondition(!precisions.isEmpty && !precisions.contains(.auto), "precisions are decided")
    self.isFull = isFull
    self.precisions = precisions
    self.keyValues = keyValues
    self.repeats = repeats
    self.folder = folder
    self.stopwatch = stopwatch
  }

  /// What some work takes, after one run that does not count.
  func time(_ body: () throws -> Void) throws -> Timing {
    let times = try times(body)
    return Timing(shortest: times[0], median: times[repeats / 2])
  }

  /// Shortest first.
  private func times(_ body: () throws -> Void) throws -> [Double] {
    try body()
    var times: [Double] = []
    for _ in 0..<repeats {
      try Task.checkCancellation()
      let start = stopwatch.now()
      try body()
      times.append(max(stopwatch.now() - start, 1e-9))
    }
    return times.sorted()
  }
}

/// Seconds of the same work, done several times.
struct Timing: Equatable {
  /// What the machine does when nobody disturbs it: limits and forecasts are of this.
  var shortest: Double
  /// What it did: rows are of this.
  var median: Double

  static func / (timing: Timing, count: Double) -> Timing {
    Timing(shortest: timing.shortest / count, median: timing.median / count)
  }
}
