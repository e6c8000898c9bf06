import Foundation
import M3TestSupport
import M3Tensor

/// A golden checkpoint in memory, to be changed and written to a folder.
struct CheckpointDraft {
  struct Tensor: Equatable {
    var name: String
    var type: ElementType
    var shape: [Int]
    var bytes: [UInt8]
  }

  var config: [String: Any]
  /// nil for none.
  var preprocessor: [String: Any]?
  var tensors: [Tensor]
  /// Of every file, beside the usual.
  var metadata: [String: String] = [:]
  /// How many files the tensors are written to; an index stands beside more than one.
  var shardCount = 1

  init(golden name: String) throws {
    config = try Self.json(Goldens.path("\(name)/config.json"))
    let preprocessing = Goldens.path("\(name)/preprocessor_config.json")
    preprocessor = FileManager.default.fileExists(atPath: preprocessing) ? try Self.json(preprocessing) : nil
    tensors = []
    let files = try FileManager.default.contentsOfDirectory(atPath: Goldens.path(name)).sorted()
    for file in files where file.hasPrefix("model") && file.hasSuffix(".safetensors") {
      tensors += try SafetensorsFile.open(Goldens.path("\(name)/\(file)")).tensors.map { tensor in
        Tensor(
          name: tensor.name, type: tensor.type, shape: tensor.shape, bytes: unsafe tensor.withBytes { unsafe Array($0) }
        )
      }
    }
  }

  private static func json(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// A tensor by name; nil removes it.
  subscript(name: String) -> Tensor? {
    get { tensors.first { $0.name == name } }
    set {
      guard let index = tensors.firstIndex(where: { $0.name == name }) else {
        if let newValue { tensors.append(newValue) }
        return
      }
      if let newValue { tensors[index] = newValue } else { tensors.remove(at: index) }
    }
  }

  /// Changes a key of a part of the configuration.
  mutating func set(_ part: String, _ key: String, _ value: Any?) {
    var object = config[part] as? [String: Any] ?? [:]
    object[key] = value
    config[part] = object
  }

  /// Gives all tensors the names of another layout.
  mutating func rename(_ name: (String) -> String) {
    for index in tensors.indices { tensors[index].name = name(tensors[index].name) }
  }

  /// Makes all names different.
  mutating func number() {
    for index in tensors.indices { tensors[index].name += ".\(index)" }
  }

  /// Adds zeros under a name.
  mutating func add(_ name: String, _ shape: [Int], _ type: ElementType = .float32) {
    tensors.append(
      Tensor(
        name: name, type: type, shape: shape,
        bytes: [UInt8](repeating: 0, count: shape.reduce(type.byteCount, *))))
  }

  /// Writes everything to a new folder.
  func write() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("config.json", JSONSerialization.data(withJSONObject: config))
    if let preprocessor {
      try folder.write("preprocessor_config.json", JSONSerialization.data(withJSONObject: preprocessor))
    }
    try folder.copy(Goldens.path("llava15/tokenizer.model"), as: "tokenizer.model")
    guard shardCount > 1 else {
      try write(tensors, to: folder.path("model.safetensors"))
      return folder
    }
    var weightMap: [String: String] = [:]
    for shard in 0..<shardCount {
      let name = "model-\(shard + 1)-of-\(shardCount).safetensors"
      let part = tensors.indices.filter { $0 % shardCount == shard }.map { tensors[$0] }
      for tensor in part { weightMap[tensor.name] = name }
      try write(part, to: folder.path(name))
    }
    try folder.write("model.safetensors.index.json", JSONSerialization.data(withJSONObject: ["weight_map": weightMap]))
    return folder
  }

  private func write(_ tensors: [Tensor], to path: String) throws {
    var writer = try SafetensorsWriter(
      path, tensors: tensors.map { .init(name: $0.name, type: $0.type, shape: $0.shape) },
      metadata: metadata.merging(["format": "pt"]) { first, _ in first })
    for tensor in tensors { try unsafe writer.append(tensor.bytes.span.bytes) }
    try writer.finish()
  }
}
