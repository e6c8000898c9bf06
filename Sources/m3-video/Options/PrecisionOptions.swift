import ArgumentParser
import M3Model
import M3Tensor

/// How the model's weights, keys and values are held in memory.
struct PrecisionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How weights are held: \(Precision.allCases.map(\.rawValue).joined(separator: ", ")). auto takes packed weights as they are, small models as float32 and others as int8.",
      valueName: "name"))
  var precision: Precision = .auto

  @Option(
    help: ArgumentHelp(
      "How keys and values are held: \(KeyValueType.allCases.map(\.rawValue).joined(separator: ", ")) (default: float32 beside float32 weights, else float16).",
      valueName: "type"))
  var kvType: KeyValueType?

  /// What they mean for a checkpoint.
  ///
  /// - Throws: `ModelError.packedAlready`.
  func decided(for checkpoint: Checkpoint) throws(ModelError) -> ModelPrecision {
    try ModelPrecision(checkpoint, precision, keyValues: kvType)
  }
}
