public import M3Core

/// Something about a checkpoint that does not stop it from being used but that its reader should know.
public enum CheckpointNote: Equatable, Sendable {
  /// Tensors that the model does not use, of one sort.
  case unusedTensors(count: Int, sort: String)
  /// The preprocessing is not described, so CLIP's is taken.
  case assumedPreprocessing(fit: CropFit)
  /// The vision tower comes from another folder.
  case visionTowerFrom(folder: String)
  /// The vision tower is in the checkpoint although the configuration says that it was not trained.
  case frozenVisionTower
  /// A training with a pooling that is not the released one, by its name.
  case trainedSampling(String)
  /// A declared element type that is not known here.
  case unknownElementType(String)
  /// The output layer is the embedding.
  case tiedEmbeddings
  /// Random weights.
  case untrained

  /// One sentence without a full stop.
  public var message: String {
    switch self {
    case .unusedTensors(let count, let sort):
      "\(count) \(count == 1 ? "tensor is" : "tensors are") not used: \(sort)"
    case .assumedPreprocessing(let fit):
      "how pictures are prepared is not described; CLIP's way is taken (fit: \(fit.rawValue))"
    case .visionTowerFrom(let folder): "the vision tower is taken from `\(folder.escapedForTerminal)`"
    case .frozenVisionTower:
      "the vision tower is taken from the checkpoint, though its configuration says that the tower was not trained"
    case .trainedSampling(let name):
      "trained with tokens chosen by `\(name.escapedForTerminal)`, not by average pooling"
    case .unknownElementType(let name): "the declared element type `\(name.escapedForTerminal)` is not known"
    case .tiedEmbeddings: "the output layer is the embedding"
    case .untrained: "the weights are random: answers mean nothing"
    }
  }
}
