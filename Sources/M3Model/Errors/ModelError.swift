public import M3Core
public import M3Tensor

/// What can be wrong with a checkpoint; paths are as they were opened.
public enum ModelError: ExplainedError, Equatable {
  /// A file of the checkpoint cannot be read, or is not a valid safetensors file.
  case file(TensorError)
  case notAFolder(path: String)
  /// Neither `model.safetensors` nor an index of shards.
  case noWeights(folder: String)
  /// Weights in PyTorch's pickle format only; `file` is one of them.
  case pickledWeights(folder: String, file: String)
  case missingTokenizer(path: String)

  // The index of shards.
  case malformedJSON(path: String, fault: JSONFault)
  case shardNameNotPlain(index: String, shard: String)
  case tooManyShards(index: String, count: Int, limit: Int)
  case missingShard(index: String, shard: String)
  /// The index says that a tensor is in a shard, where it is not.
  case notInShard(index: String, tensor: String, shard: String)
  /// A shard holds a tensor that the index does not know.
  case notInIndex(index: String, tensor: String, shard: String)
  /// A tensor is there twice: the names and files of both.
  case duplicateTensor(first: String, firstPath: String, second: String, secondPath: String)

  // The configuration.
  case missingKey(path: String, key: String)
  case wrongValue(path: String, key: String, expected: String, found: String)
  /// Something that the checkpoint may want but that is not built here.
  case unsupported(path: String, key: String, found: String, supported: String)
  case patchGrid(path: String, found: String)

  // Tensors against the configuration.
  /// No tensor has a name of a layout that is known; `example` is one of them.
  case unknownLayout(folder: String, example: String?)
  case missingTensors(folder: String, first: [String], count: Int)
  /// Tensors that the model has no use for; `expected` says what it has there.
  case surplusTensors(path: String, first: [String], count: Int, expected: String)
  /// nil stands for any side.
  case wrongShape(path: String, tensor: String, expected: [Int?], found: [Int])
  case wrongType(path: String, tensor: String, found: ElementType)
  case visionTowerElsewhere(folder: String, tower: String)
  /// Another folder is named for the vision tower, but the checkpoint has one.
  case visionTowerTwice(folder: String, other: String)
  // Running the model.
  /// More tokens than the cache, or the model's context, has room for.
  case tooManyTokens(needed: Int, room: Int)
  /// A token id without a row in the embedding.
  case unknownToken(id: Int, vocabulary: Int)
  /// The system has no room.
  case noMemory(what: String)
  /// No score of the next token is a finite number.
  case notANumber

  // Packed weights.
  /// A packed weight where floats are needed.
  case packedTensor(folder: String, tensor: String)
  /// A checkpoint that holds packed weights of one type, of which another type is wished for.
  case packedAlready(folder: String, type: String, wish: String)
  /// There is something in the folder that is to be written.
  case outputNotEmpty(path: String)
  /// A folder cannot be made, renamed or written to.
  case cannotWriteFolder(path: String, reason: String)

  /// A key that the model does not have was asked for.
  case noSuchTensor(folder: String, key: String)
}
