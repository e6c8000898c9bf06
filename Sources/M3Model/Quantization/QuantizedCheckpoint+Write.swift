import FoundationEssentials
import M3Tensor

extension QuantizedCheckpoint {
  /// The most bytes of a file of weights.
  public static let usualShardBytes = 4 << 30

  /// Writes the checkpoint to a new folder, which appears when all of it is on the disk: it is written beside that place,
  /// and taken away again when something fails.
  ///
  /// - Parameters:
  ///   - folder: does not exist, or is an empty folder.
  ///   - progress: called before each tensor with the bytes of weights done and in all; what it throws ends the work.
  /// - Throws: `ModelError.outputNotEmpty`, `.cannotWriteFolder`, `.file` (for instance when the disk is full, or a weight
  ///   is not finite), and what `progress` throws.
  public func write(
    to folder: String, shardBytes: Int = usualShardBytes, progress: (_ done: Int, _ total: Int) throws -> Void
  ) throws -> Report {
    let draft = try DraftFolder(for: folder)
    var report = Report(
      type: precision.rawValue, shards: 0, bytesBefore: source.summary.bytes, bytes: 0, copied: [], left: [])
    try copyOthers(to: draft, &report)
    let shards = shards(of: shardBytes)
    let total = tensors.reduce(0) { $0 + $1.header.byteCount }
    var done = 0
    var weightMap: [String: String] = [:]
    for (index, shard) in shards.enumerated() {
      let name =
        shards.count == 1
        ? "model.safetensors" : "model-\(Self.digits(index + 1))-of-\(Self.digits(shards.count)).safetensors"
      for tensor in shard { weightMap[tensor.header.name] = name }
      try write(shard, to: draft.path(of: name), done: &done, total: total, progress: progress)
      report.shards += 1
    }
    if shards.count > 1 { try writeIndex(weightMap, bytes: total, to: draft) }
    report.bytes = try Checkpoint.open(draft.path).summary.bytes
    try draft.publish()
    return report
  }

  private static func digits(_ number: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, 5 - text.count)) + text
  }

  private func write(
    _ shard: ArraySlice<QuantizedTensor>, to path: String, done: inout Int, total: Int,
    progress: (_ done: Int, _ total: Int) throws -> Void
  ) throws {
    let packed = shard.compactMap { tensor in
      tensor.packing.map { (name: tensor.name, type: $0.type, shape: $0.shape) }
    }
    var metadata = PackedFile.metadata(packed)
    metadata["format"] = "pt"
    var writer: SafetensorsWriter
    do {
      writer = try SafetensorsWriter(path, tensors: shard.map(\.header), metadata: metadata)
    } catch { throw ModelError.file(error) }
    for tensor in shard {
      try progress(done, total)
      do throws(TensorError) {
        if let packing = tensor.packing {
          try writer.append(PackedWeight(packing: tensor.source, shape: packing.shape, as: packing.type))
        } else {
          try writer.append(tensor.source)
        }
      } catch { throw ModelError.file(error) }
      tensor.source.release()
      done += tensor.header.byteCount
    }
    do { try writer.finish() } catch { throw ModelError.file(error) }
    try progress(done, total)
  }

  private func writeIndex(_ weightMap: [String: String], bytes: Int, to draft: borrowing DraftFolder) throws(ModelError)
  {
    let pairs = weightMap.sorted { $0.key < $1.key }.map { "    \($0.key.asJSON): \($0.value.asJSON)" }
    let text =
      "{\n  \"metadata\": {\"total_size\": \(bytes)},\n  \"weight_map\": {\n\(pairs.joined(separator: ",\n"))\n  }\n}\n"
    try draft.write(Array(text.utf8), to: "model.safetensors.index.json")
  }

  /// Copies what belongs to a model beside its weights: configuration, tokenizer, licence.
  private func copyOthers(to draft: borrowing DraftFolder, _ report: inout Report) throws(ModelError) {
    for name in source.otherFiles {
      guard Self.belongs(name), let bytes = try? SmallFile.read(source.path(of: name), limit: Self.otherLimit) else {
        report.left.append(name)
        continue
      }
      try draft.write(bytes, to: name)
      report.copied.append(name)
    }
  }

  private static func belongs(_ name: String) -> Bool {
    let endings = [".json", ".model", ".txt", ".md", ".jinja"]
    let words = ["license", "notice", "use_policy"]
    return !name.hasPrefix(".") && !name.hasSuffix(".index.json")
      && (endings.contains(where: name.hasSuffix) || words.contains(where: name.lowercased().hasPrefix))
  }

  /// The most bytes of a file that is copied.
  private static let otherLimit = 64 << 20
}
