import ArgumentParser
import M3Core
import M3Model
import M3Planner

/// The flags that bound what an answer may take, by the forecast.
struct BoundOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The longest that an answer may be expected to take; fewer frames are seen where it would be longer.",
      valueName: "seconds"))
  var maxSeconds: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The most memory that an answer may be expected to hold, such as 6GB.", valueName: "size"),
    transform: ByteSize.parse)
  var maxMemory: Int?

  func validate() throws {
    if let maxSeconds, !(maxSeconds > 0 && maxSeconds.isFinite) {
      throw ValidationError("--max-seconds is above 0, found \(maxSeconds)")
    }
    if let maxMemory, maxMemory < 1 { throw ValidationError("--max-memory is above 0") }
  }

  /// Nil when nothing is bounded.
  func bounds(_ forecaster: @autoclosure () throws -> Forecaster) rethrows -> PlanBounds? {
    guard maxSeconds != nil || maxMemory != nil else { return nil }
    return try PlanBounds(seconds: maxSeconds, bytes: maxMemory.map(Double.init), forecaster: forecaster())
  }
}

extension Forecaster {
  /// For a checkpoint on this machine.
  init(_ checkpoint: Checkpoint, _ precision: ModelPrecision, _ calibration: Calibration) {
    self.init(
      calibration: calibration, shape: checkpoint.configuration.shape, held: HeldModel(checkpoint, precision))
  }
}
