public import M3Tensor

extension Checkpoint {
  /// Tensors of the files that no pass reads but that belong to the model: vision layers after the tapped one, the norm
  /// after the last.
  ///
  /// - Returns: names as in Hugging Face's layout.
  /// - Throws: `ModelError` when a file can no longer be read.
  public func unusedTensors() throws(ModelError) -> [(name: String, tensor: MappedTensor)] {
    var unused: [(String, MappedTensor)] = []
    for file in try CheckpointFolder(folder).openWeights() {
      for tensor in file.tensors {
        switch CanonicalName(tensor.name) {
        case .key(let key) where !holds(key): unused.append((Self.diskName(of: key), tensor))
        case .unused(.lastNorm):
          let suffix = tensor.name.split(separator: ".").last ?? ""
          unused.append(("vision_tower.post_layernorm.\(suffix)", tensor))
        default: continue
        }
      }
    }
    return unused
  }
}
