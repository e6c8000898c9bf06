import M3Core
import M3Tensor

/// Compares the tensors of a checkpoint's files with those of its configuration.
struct TensorCheck {
  /// How many names an error lists.
  private static let shown = 5

  /// The model's tensors by canonical key, each of the shape expected.
  private(set) var tensors: [String: MappedTensor] = [:]
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
      let tensor = place.tensor
      guard tensor.shape == expected.shape else {
        throw .wrongShape(path: place.path, tensor: tensor.name, expected: expected.shape, found: tensor.shape)
      }
      guard Checkpoint.weightTypes.contains(tensor.type) else {
        throw .wrongType(path: place.path, tensor: tensor.name, found: tensor.type)
      }
      tensors[expected.key] = tensor
      parts[expected.part, default: .none].add(tensor)
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
    surplus.sort { ($0.path, $0.tensor.name) < ($1.path, $1.tensor.name) }
    if let first = surplus.first {
      throw .surplusTensors(
        path: first.path, first: surplus.prefix(Self.shown).map(\.tensor.name), count: surplus.count,
        expected: "\(configuration.storedVisionLayers) vision layers, \(configuration.shape.projector.count - 1) "
          + "linear layers in the projector, \(configuration.shape.language.layers) language layers without biases")
    }
    for sort in CanonicalName.UnusedSort.allCases {
      if let count = unused[sort] { notes.append(.unusedTensors(count: count, sort: sort.rawValue)) }
    }
  }
}
