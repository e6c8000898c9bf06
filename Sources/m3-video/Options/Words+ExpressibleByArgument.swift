public import ArgumentParser
public import M3Core
public import M3Evaluate
public import M3Model
public import M3Planner
public import M3Tensor
public import M3Text
public import M3Train
public import M3World

// Words whose raw value is what a user types.
extension Layout: ExpressibleByArgument {}
extension SamplingRule: ExpressibleByArgument {}
extension Reduction: ExpressibleByArgument {}
extension CropFit: ExpressibleByArgument {}
extension ChoiceParser: ExpressibleByArgument {}
extension WorldSplit: ExpressibleByArgument {}
extension WorldTimings: ExpressibleByArgument {}
extension TrainingStage.ScaleChoice: ExpressibleByArgument {}
extension TrainingStage.Weighting: ExpressibleByArgument {}
extension OptionScoring: ExpressibleByArgument {}
extension PromptForm: ExpressibleByArgument {}
extension SampleFormat: ExpressibleByArgument {}
extension ModelPreset: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension KeyValueType: ExpressibleByArgument {}

extension Precision {
  /// Several, with commas, each once.
  static func list(_ text: String) throws -> [Precision] {
    try SweepArguments.words(text).map { word in
      guard let precision = Precision(rawValue: word), precision != .auto else {
        throw ValidationError("'\(word.escapedForTerminal)' is not one of float32, bfloat16, int8, int4")
      }
      return precision
    }
  }
}
