import FoundationEssentials
import M3Tensor

/// A folder and the names in it when it was listed.
struct CheckpointFolder {
  let path: String
  let names: Set<String>

  init(_ path: String) throws(ModelError) {
    do {
      names = Set(try FileManager.default.contentsOfDirectory(atPath: path))
    } catch {
      throw .notAFolder(path: path)
    }
    self.path = path
  }

  func path(of name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  /// The name of one of its files, by `path(of:)`.
  func name(of path: String) -> String { String(path.dropFirst(self.path(of: "").count)) }

  func holds(_ name: String) -> Bool { names.contains(name) }

  /// Opens its weights: one file, or the shards of an index.
  ///
  /// As in transformers, `model.safetensors` comes before an index. Pickles are never opened.
  func openWeights() throws(ModelError) -> [SafetensorsFile] {
    if holds("model.safetensors") { return [try open("model.safetensors")] }
    guard holds("model.safetensors.index.json") else {
      let pickle = names.sorted().first { $0.hasPrefix("pytorch_model") && $0.hasSuffix(".bin") }
      if let pickle { throw .pickledWeights(folder: path, file: pickle) }
      throw .noWeights(folder: path)
    }
    let index = try ShardIndex(path(of: "model.safetensors.index.json"))
    var shards: [SafetensorsFile] = []
    for name in index.shards {
      guard holds(name) else { throw .missingShard(index: index.path, shard: name) }
      shards.append(try open(name))
    }
    try index.check(shards)
    return shards
  }

  private func open(_ name: String) throws(ModelError) -> SafetensorsFile {
    do { return try SafetensorsFile.open(path(of: name)) } catch { throw .file(error) }
  }
}
