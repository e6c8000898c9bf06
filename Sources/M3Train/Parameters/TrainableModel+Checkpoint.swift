public import M3Model
import M3Tensor

extension TrainableModel {
  /// A model with a checkpoint's weights, as Float32.
  ///
  /// - Throws: `TrainError` when a tensor cannot be read, or memory or OpenBLAS is missing.
  public convenience init(_ checkpoint: Checkpoint, dense: [DenseTask] = []) throws(TrainError) {
    try self.init(checkpoint.configuration, dense: dense)
    do throws(ModelError) {
      for parameter in parameters where parameter.part != .head {
        let tensor = try checkpoint.tensor(parameter.key)
        guard let weight = Weight(tensor, rows: 1, columns: parameter.count) else {
          throw .wrongType(path: checkpoint.folder, tensor: tensor.name, found: tensor.type)
        }
        weights[parameter.range] = weight.values
      }
    } catch {
      throw .model(error)
    }
  }
}
