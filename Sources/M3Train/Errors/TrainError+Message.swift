import M3Core
import M3Model
import M3Tensor
import M3Text
import M3Video

extension TrainError {
  public var message: String {
    switch self {
    case .tensors(let error): error.message
    case .model(let error): error.message
    case .text(let error): error.message
    case .noMemory(let what): "there is no memory for \(what)"
    case .notWritten(let path, let reason):
      "\(path.escapedForTerminal) cannot be written: \(reason.escapedForTerminal)"
    case .unreadableRecipe(let path, let reason):
      "the recipe \(path.escapedForTerminal) cannot be read: \(reason.escapedForTerminal)"
    case .badRecipe(let field, let reason):
      "the recipe's `\(field.escapedForTerminal)` cannot be used: \(reason.escapedForTerminal)"
    case .badData(let place, let reason): "\(place.escapedForTerminal): \(reason.escapedForTerminal)"
    case .video(let place, let error): "\(place.escapedForTerminal): \(error.message)"
    case .otherTraining(let folder): "\(folder.escapedForTerminal) holds a training of another recipe"
    case .badState(let path, let reason):
      "the training cannot go on from \(path.escapedForTerminal): \(reason.escapedForTerminal)"
    case .badLog(let path, let reason):
      "\(path.escapedForTerminal) is no log of a training: \(reason.escapedForTerminal)"
    case .notFinite(let stage, let step, let tensor):
      "step \(step) of stage \(stage.escapedForTerminal): \(tensor.escapedForTerminal) holds values that are no numbers"
    case .diverged(let stage, let step, let loss, let first, let tensor):
      "step \(step) of stage \(stage.escapedForTerminal): the loss has grown from \(Self.short(first)) to "
        + "\(Self.short(loss)); \(tensor.escapedForTerminal) has the largest gradient for its size"
    }
  }

  public var hint: String? {
    switch self {
    case .tensors(let error): error.hint
    case .model(let error): error.hint
    case .text(let error): error.hint
    case .noMemory: "use fewer threads or a smaller batch"
    case .video(_, let error): error.hint
    case .otherTraining: "name another output folder, or remove this one's `training` folder to begin anew"
    case .badState: "remove the output folder's `training` folder to begin anew"
    case .notFinite, .diverged: "lower the learning rate, lengthen the warm-up, or clip gradients more"
    case .badLog: "name the folder that `train` wrote with `-o`"
    case .notWritten, .unreadableRecipe, .badRecipe, .badData: nil
    }
  }

  private static func short(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
