import M3Tensor

/// Everything that a training needs to go on to the very same losses: weights, moments, and how far it is.
///
/// Data and chance follow from the recipe, the stage and the step, so no generator is kept. One file that is replaced as
/// a whole: after a kill at any moment it is that of one step.
struct TrainingState: Equatable {
  /// Index of the stage.
  var stage: Int
  /// Steps done in it.
  var step: Int
  /// Of the optimiser, in this stage.
  var optimizerSteps: Int
  /// The loss of the stage's first step, from which divergence is judged.
  var firstLoss: Double?

  static func path(in folder: String) -> String { "\(folder)/state.safetensors" }

  func write(_ model: TrainableModel, _ optimizer: AdamW, to folder: String) throws(TrainError) {
    let count = model.weights.count
    let buffers = [("weights", model.weights), ("means", optimizer.means), ("squares", optimizer.squares)]
    var facts = ["stage": "\(stage)", "step": "\(step)", "optimizer_steps": "\(optimizerSteps)"]
    if let firstLoss { facts["first_loss"] = "\(firstLoss.bitPattern)" }
    do throws(TensorError) {
      var writer = try SafetensorsWriter(
        Self.path(in: folder),
        tensors: buffers.map { SafetensorsWriter.Tensor(name: $0.0, type: .float32, shape: [count]) }, metadata: facts)
      for (_, buffer) in buffers {
        try buffer.withBytes(0..<count) { bytes throws(TensorError) in try writer.append(bytes) }
      }
      try writer.finish()
    } catch {
      throw .tensors(error)
    }
  }

  /// How far a training is, without its numbers.
  init(_ file: SafetensorsFile) throws(TrainError) {
    func number(_ key: String) throws(TrainError) -> Int {
      guard let value = file.metadata[key].flatMap(Int.init), value >= 0 else {
        throw .badState(path: file.path, reason: "it does not tell its \(key)")
      }
      return value
    }
    stage = try number("stage")
    step = try number("step")
    optimizerSteps = try number("optimizer_steps")
    firstLoss = file.metadata["first_loss"].flatMap(UInt64.init).map { Double(bitPattern: $0) }
  }

  init(stage: Int) {
    self.stage = stage
    step = 0
    optimizerSteps = 0
  }

  /// Reads the numbers back.
  func restore(_ file: SafetensorsFile, _ model: TrainableModel, _ optimizer: AdamW) throws(TrainError) {
    for (name, buffer) in [("weights", model.weights), ("means", optimizer.means), ("squares", optimizer.squares)] {
      guard let tensor = file[name], tensor.type == .float32, tensor.elementCount == buffer.count,
        let values = Weight(tensor, rows: 1, columns: buffer.count)?.values
      else { throw .badState(path: file.path, reason: "\(name) are not \(buffer.count) floats") }
      buffer[0..<buffer.count] = values
    }
    optimizer.steps = optimizerSteps
  }
}
