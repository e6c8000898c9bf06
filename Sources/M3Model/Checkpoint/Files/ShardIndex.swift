import M3Tensor

/// `model.safetensors.index.json`: which shard holds which tensor.
struct ShardIndex {
  /// The most bytes of an index.
  static let byteLimit = 64 << 20
  /// The most tensors of an index.
  static let tensorLimit = 200_000
  /// The most shards of a checkpoint.
  static let shardLimit = 1000

  let path: String
  /// Their file names, sorted.
  let shards: [String]
  private let weightMap: [String: String]

  init(_ path: String) throws(ModelError) {
    self.path = path
    let bytes: [UInt8]
    do { bytes = try SmallFile.read(path, limit: Self.byteLimit) } catch { throw .file(error) }
    do { weightMap = try Self.weightMap(bytes) } catch { throw .malformedJSON(path: path, fault: error) }
    shards = Set(weightMap.values).sorted()
    guard shards.count <= Self.shardLimit else {
      throw .tooManyShards(index: path, count: shards.count, limit: Self.shardLimit)
    }
    for shard in shards where !Self.isPlain(shard) { throw .shardNameNotPlain(index: path, shard: shard) }
  }

  private static func weightMap(_ bytes: [UInt8]) throws(JSONFault) -> [String: String] {
    var reader = JSONReader(bytes)
    var map: [String: String]?
    try reader.beginObject()
    while let key = try reader.nextKey() {
      guard key == "weight_map" else {
        try reader.skip()
        continue
      }
      guard map == nil else { throw JSONFault(.duplicateKey(key), at: reader.offset) }
      map = try reader.strings(limit: Self.tensorLimit)
    }
    try reader.finish()
    guard let map, !map.isEmpty else { throw JSONFault(.expected("a `weight_map` with tensors"), at: reader.offset) }
    return map
  }

  /// A file beside the index, and nothing that leads elsewhere.
  private static func isPlain(_ name: String) -> Bool {
    name.hasSuffix(".safetensors") && !name.hasPrefix(".") && !name.utf8.contains(UInt8(ascii: "/"))
      && !name.utf8.contains(0)
  }

  /// Checks that the shards hold exactly what the index says, each tensor once.
  func check(_ files: [SafetensorsFile]) throws(ModelError) {
    var places: [String: String] = [:]
    for (shard, file) in zip(shards, files) {
      for tensor in file.tensors {
        if let other = places.updateValue(file.path, forKey: tensor.name) {
          throw .duplicateTensor(first: tensor.name, firstPath: other, second: tensor.name, secondPath: file.path)
        }
        guard weightMap[tensor.name] == shard else {
          throw .notInIndex(index: path, tensor: tensor.name, shard: file.path)
        }
      }
    }
    let absent = weightMap.keys.filter { places[$0] == nil }.min()
    if let absent, let shard = weightMap[absent] { throw .notInShard(index: path, tensor: absent, shard: shard) }
  }
}
