/// What a training tells while it runs, in order.
public enum TrainingEvent: Sendable {
  /// A stage begins, or goes on after so many steps.
  case stage(index: Int, of: Int, TrainingStage, done: Int)
  /// A step is done; seconds that the stage still takes, as far as can be told.
  case step(TrainingRecord, secondsLeft: Double)
  /// Held-out scenes are measured.
  case measured(TrainingRecord)
  /// The model as it stands is in the output folder.
  case wrote(folder: String)
}
