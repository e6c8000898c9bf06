import M3Core
import M3Tensor

extension ModelError {
  public var message: String {
    switch self {
    case .file(let error): error.message
    case .notAFolder(let path): "\(path.quoted) is not a folder that can be read"
    case .noWeights(let folder):
      "\(folder.quoted) holds no weights: neither `model.safetensors` nor `model.safetensors.index.json`"
    case .pickledWeights(let folder, let file):
      "\(folder.quoted) holds its weights as \(file.quoted) only, which is a Python pickle and not safetensors"
    case .missingTokenizer(let path): "the tokenizer \(path.quoted) is not there"

    case .malformedJSON(let path, let fault): "\(path.quoted) is not valid: \(fault.message)"
    case .shardNameNotPlain(let index, let shard):
      "\(index.quoted) names the shard \(shard.quoted), expected the plain name of a safetensors file beside it"
    case .tooManyShards(let index, let count, let limit):
      "\(index.quoted) names \(count) shards, at most \(limit) are read"
    case .missingShard(let index, let shard): "\(index.quoted) names the shard \(shard.quoted), which is not there"
    case .notInShard(let index, let tensor, let shard):
      "\(index.quoted) says that \(tensor.quoted) is in \(shard.quoted), where it is not"
    case .notInIndex(let index, let tensor, let shard):
      "\(shard.quoted) holds \(tensor.quoted), which \(index.quoted) does not place there"
    case .duplicateTensor(let first, let firstPath, let second, let secondPath):
      first == second
        ? "\(first.quoted) is there twice: in \(firstPath.quoted) and in \(secondPath.quoted)"
        : "\(first.quoted) in \(firstPath.quoted) and \(second.quoted) in \(secondPath.quoted) are the same tensor"

    case .missingKey(let path, let key): "\(path.quoted) lacks \(key.quoted)"
    case .wrongValue(let path, let key, let expected, let found):
      "\(path.quoted): \(key.quoted) is \(found.quoted), expected \(expected)"
    case .unsupported(let path, let key, let found, let supported):
      "\(path.quoted): \(key.quoted) is \(found.quoted), which is not supported (supported: \(supported))"
    case .patchGrid(let path, let found):
      "\(path.quoted): the vision tower cuts a crop into \(found) patches, expected "
        + "\(VisualScale.gridSide) x \(VisualScale.gridSide)"

    case .unknownLayout(let folder, let example):
      "the tensors in \(folder.quoted) have names of no LLaVA layout"
        + (example.map { ", for instance \($0.quoted)" } ?? ": there are none")
    case .missingTensors(let folder, let first, let count):
      "\(folder.quoted) lacks \(Self.list(first, count))"
    case .surplusTensors(let path, let first, let count, let expected):
      "\(path.quoted) holds \(Self.list(first, count)), which the model does not have (expected \(expected))"
    case .wrongShape(let path, let tensor, let expected, let found):
      "\(path.quoted): \(tensor.quoted) has shape \(found), expected ["
        + expected.map { $0.map(String.init) ?? "any" }.joined(separator: ", ") + "]"
    case .wrongType(let path, let tensor, let found):
      "\(path.quoted): \(tensor.quoted) has elements of type \(found), expected "
        + Checkpoint.weightTypes.map(\.description).joined(separator: ", ")
    case .visionTowerElsewhere(let folder, let tower):
      "\(folder.quoted) does not hold the vision tower, only its name: \(tower.quoted)"
    case .visionTowerTwice(let folder, let other):
      "\(folder.quoted) holds its own vision tower, so the one in \(other.quoted) has no place"

    case .tooManyTokens(let needed, let room): "\(needed) tokens are more than the \(room) that there is room for"
    case .unknownToken(let id, let vocabulary):
      "the model has no token \(id), only 0 to \(vocabulary - 1): the tokenizer is not this model's"
    case .noMemory(let what): "there is no memory for \(what)"
    case .notANumber: "the model's scores are not numbers: its weights are damaged, or too large for Float32"

    case .packedTensor(let folder, let tensor):
      "\(tensor.quoted) in \(folder.quoted) is packed, where floats are needed"
    case .packedAlready(let folder, let type, let wish):
      "\(folder.quoted) holds its weights as \(type) already; they cannot become \(wish)"
    case .outputNotEmpty(let path): "\(path.quoted) is there already and is not an empty folder"
    case .cannotWriteFolder(let path, let reason): "\(path.quoted) cannot be written: \(reason)"

    case .noSuchTensor(let folder, let key): "the model in \(folder.quoted) has no tensor \(key.quoted)"
    }
  }

  public var hint: String? {
    switch self {
    case .file(let error): error.hint
    case .notAFolder: "name a folder that holds config.json and safetensors files"
    case .noWeights: "download the checkpoint's safetensors files into that folder"
    case .pickledWeights:
      "a pickle can run code when it is read, so it never is: convert it to safetensors where you trust it, "
        + "for instance by `save_pretrained` in Python"
    case .missingTokenizer: "copy `tokenizer.model` from where the checkpoint comes from"
    case .malformedJSON, .duplicateTensor, .missingTensors, .wrongShape, .notInShard, .notInIndex, .missingShard:
      "the download may be incomplete, or its files may belong to different checkpoints: fetch it again"
    case .visionTowerElsewhere(_, let tower):
      "download \(tower.quoted) as safetensors and name its folder as the vision tower's"
    case .visionTowerTwice: "leave the other folder out"
    case .unknownLayout, .unsupported, .patchGrid, .surplusTensors:
      "models of the LLaVA-1.5 and LLaVA-NeXT family with a CLIP tower and a LLaMA language model can be read"
    case .tooManyTokens: "spend a smaller budget of visual tokens, or ask for a shorter answer"
    case .unknownToken: "copy `tokenizer.model` from where the checkpoint comes from"
    case .noMemory: "spend a smaller budget of visual tokens"
    case .notANumber: "fetch the checkpoint again"
    case .packedTensor, .packedAlready: "name the checkpoint of floats that it was made from"
    case .outputNotEmpty: "name another folder, or remove that one"
    case .cannotWriteFolder, .shardNameNotPlain, .tooManyShards, .missingKey, .wrongValue, .wrongType, .noSuchTensor:
      nil
    }
  }

  private static func list(_ first: [String], _ count: Int) -> String {
    let names = first.map(\.quoted).joined(separator: ", ")
    return count > first.count ? "\(count) tensors (\(names), ...)" : names
  }
}
