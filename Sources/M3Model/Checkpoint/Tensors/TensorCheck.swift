import M3Core
import M3Tensor

/// Compares the tensors of a checkpoint's files with those of its configuration.
struct TensorCheck {
  /// How many names an error lists.
  private static let shown = 5

  /// The model's tensors by canonical key, each of the shape expected.
  private(set) var tensors: [String: StoredTensor] = [:]
  /// Parameters, tensors and bytes of each part.
  private(set) var parts: [ExpectedTensors.Part: CheckpointSummary.Amount] = [:]
  private(set) var notes: [CheckpointNote] = []

  /// - Throws: `ModelError` for tensors that are missing, surplus, or of another shape or type.
  init(_ table: TensorTable, against configuration: ModelConfiguration) throws(ModelError) {
    var rest = table.places
    var missing: [String] = []
    for expected in ExpectedTensors(configuration).tensors {
      guard let place = rest.removeValue(forKey: expected.key) else {
        if expected.key == ExpectedTensors.output, configuration.tiesEmbeddings {
          tensors[expected.key] = tensors[ExpectedTensors.embedding]
          notes.append(.tiedEmbeddings)
        } else {
          missing.append(expected.key)
        }
        continue
      }
      guard place.stored.shape == expected.shape else {
        throw .wrongShape(path: place.path, tensor: place.name, expected: expected.shape, found: place.stored.shape)
      }
      switch place.stored {
      case .floats(let tensor):
        guard Checkpoint.weightTypes.contains(tensor.type) else {
          throw .wrongType(path: place.path, tensor: place.name, found: tensor.type)
        }
      case .packed:
        guard expected.isProductWeight else { throw .packedTensor(folder: table.folder, tensor: place.name) }
      }
      tensors[expected.key] = place.stored
      parts[expected.part, default: .none].add(place.stored)
    }
    guard missing.isEmpty else {
      throw .missingTensors(folder: table.folder, first: Array(missing.prefix(Self.shown)), count: missing.count)
    }
    try sortOut(rest, table, configuration)
  }

  /// What is left over must be known to be of no use.
  private mutating func sortOut(
    _ rest: [String: TensorTable.Place], _ table: TensorTable, _ configuration: ModelConfiguration
  ) throws(ModelError) {
    var unused = table.unused
    var surplus = table.unknown
    let vision = configuration.shape.vision
    for (key, place) in rest {
      if let layer = TensorTable.visionLayer(key), (vision.layers..<configuration.storedVisionLayers).contains(layer) {
        unused[.laterLayers, default: 0] += 1
      } else if key == "image_newline" {
        unused[.newline, default: 0] += 1
      } else {
        surplus.append(place)
      }
    }
    surplus.sort { ($0.path, $0.name) < ($1.path, $1.name) }
    if let first = surplus.first {
      throw .surplusTensors(
        path: first.path, first: surplus.prefix(Self.shown).map(\.name), count: surplus.count,
        expected: "\(configuration.storedVisionLayers) vision layers, \(configuration.shape.projector.count - 1) "
          + "linear layers in the projector, \(configuration.shape.language.layers) language layers without biases")
    }
    for sort in CanonicalName.UnusedSort.allCases {
      if let count = unused[sort] { notes.append(.unusedTensors(count: count, sort: sort.rawValue)) }
    }
  }
}
