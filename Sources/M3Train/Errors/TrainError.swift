public import M3Core
public import M3Model
public import M3Tensor
public import M3Text
public import M3Video

/// What can stop a training.
public enum TrainError: ExplainedError, Equatable {
  case tensors(TensorError)
  case model(ModelError)
  case text(TextError)
  case noMemory(what: String)

  /// A file or folder cannot be written; the reason is the system's.
  case notWritten(path: String, reason: String)
  /// A file of a recipe cannot be read.
  case unreadableRecipe(path: String, reason: String)
  /// A recipe says something that cannot be.
  case badRecipe(field: String, reason: String)

  /// An entry of a file of data cannot be used; `place` names file and entry.
  case badData(place: String, reason: String)
  /// A clip that an entry names cannot be read.
  case video(place: String, VideoError)

  /// The folder holds a training of another recipe.
  case otherTraining(folder: String)
  /// What a training left to go on from cannot be used.
  case badState(path: String, reason: String)
  /// The log of a training cannot be read.
  case badLog(path: String, reason: String)

  /// A loss or gradient is no number; `tensor` is the first that holds such a value.
  case notFinite(stage: String, step: Int, tensor: String)
  /// The loss has grown far above where it began; `tensor` has the largest gradient for its size.
  case diverged(stage: String, step: Int, loss: Double, first: Double, tensor: String)
}
