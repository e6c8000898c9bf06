public import ArgumentParser
public import M3Core
public import M3Engine
public import M3Evaluate
public import M3Planner
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
