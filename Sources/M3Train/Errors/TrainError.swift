public import M3Core
public import M3Model
public import M3Tensor
public import M3Text

/// What can stop a training.
public enum TrainError: ExplainedError, Equatable {
  case tensors(TensorError)
  case model(ModelError)
  case text(TextError)
  case noMemory(what: String)
}
