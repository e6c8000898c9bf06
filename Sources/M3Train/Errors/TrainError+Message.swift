import M3Core
import M3Model
import M3Tensor
import M3Text

extension TrainError {
  public var message: String {
    switch self {
    case .tensors(let error): error.message
    case .model(let error): error.message
    case .text(let error): error.message
    case .noMemory(let what): "there is no memory for \(what)"
    }
  }

  public var hint: String? {
    switch self {
    case .tensors(let error): error.hint
    case .model(let error): error.hint
    case .text(let error): error.hint
    case .noMemory: "use fewer threads or a smaller batch"
    }
  }
}
