import Foundation
import M3Core
import M3TestSupport
import M3Tensor
import Testing

@testable import M3Model

@Suite struct QuantizedCheckpointTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func quantize(
    _ source: String, _ precision: Precision, shardBytes: Int = QuantizedCheckpoint.usualShardBytes
  ) throws -> (path: String, report: QuantizedCheckpoint.Report) {
    let path = folder.path("out-\(precision.rawValue)")
    let plan = try QuantizedCheckpoint(Checkpoint.open(source), as: precision)
    return (path, try plan.write(to: path, shardBytes: shardBytes) { _, _ in })
  }

  /// What the files hold is to the last bit what packing at load makes.
  @Test(arguments: GoldenModel.names, [Precision.bfloat16, .int8, .int4])
  func isAsIfPackedAtLoad(name: String, precision: Precision) throws {
    let (path, report) = try quantize(Goldens.path(name), precision)
    let packed = try Checkpoint.open(path)
    let original = try Checkpoint.open(Goldens.path(name))
    #expect(packed.packing?.rawValue == precision.rawValue)
    #expect(report.bytes == packed.summary.bytes && report.bytesBefore == original.summary.bytes)
    #expect(report.shards == 1 && report.copied.contains("config.json") && report.copied.contains("tokenizer.model"))
    if precision == .int4 { #expect(report.bytes < report.bytesBefore * 3 / 4) }
    #expect(packed.summary.parameters == original.summary.parameters)
    #expect(packed.configuration.shape == original.configuration.shape)
    #expect(packed.configuration.storedVisionLayers == original.configuration.storedVisionLayers)
    #expect(packed.fingerprint != original.fingerprint)
    #expect(packed.summary.elementTypes.map(\.type).contains(precision.rawValue))

    let atLoad = try GoldenModel(name, precision)
    let mapped = try GoldenModel(name, .auto, folder: path)
    #expect(mapped.model.precision == atLoad.model.precision)
    #expect(mapped.model.weightBytes == atLoad.model.weightBytes)
    let frames = try atLoad.frames()
    #expect(mapped.model.encode(frames) == atLoad.model.encode(frames))
    let visual = try atLoad.stream([.tokens36, .tokens9, .tokens1])
    var (found, cache) = try mapped.prefill(visual)
    var (expected, other) = try atLoad.prefill(visual)
    #expect(found == expected)
    try mapped.model.decode(7, cache, into: &found)
    try atLoad.model.decode(7, other, into: &expected)
    #expect(found == expected)
  }

  @Test func shardsAreIndexed() throws {
    let (path, report) = try quantize(Goldens.path("llava15"), .int8, shardBytes: 100_000)
    #expect(report.shards > 2)
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
    #expect(names.count { $0.hasSuffix(".safetensors") } == report.shards)
    #expect(names.contains("model.safetensors.index.json"))
    let whole = try GoldenModel("llava15", .int8)
    let parts = try GoldenModel("llava15", .auto, folder: path)
    let visual = try whole.stream([.tokens9, .tokens9, .tokens9])
    #expect(try parts.prefill(visual).0 == whole.prefill(visual).0)
  }

  @Test func embeddingsNormsAndUnusedTensorsStay() throws {
    let (path, _) = try quantize(Goldens.path("original"), .int4)
    let before = try Checkpoint.open(Goldens.path("original"))
    let after = try Checkpoint.open(path)
    #expect(after.summary.notes == before.summary.notes)
    for key in [
      "language_model.embed_tokens.weight", "language_model.norm.weight", "vision_tower.pre_layrnorm.bias",
      "vision_tower.embeddings.patch_embedding.weight", "image_newline",
    ] {
      let (old, new) = (try before.tensor(key), try after.tensor(key))
      #expect(old.type == new.type && old.shape == new.shape, "\(key)")
      #expect(unsafe old.withBytes { unsafe Array($0) } == new.withBytes { unsafe Array($0) }, "\(key)")
    }
    #expect(throws: ModelError.packedTensor(folder: path, tensor: "lm_head.weight")) {
      try after.tensor("lm_head.weight")
    }
  }

  /// The output layer that no file holds is packed besides.
  @Test func tiedEmbeddings() throws {
    var draft = try CheckpointDraft(golden: "llava15")
    draft["language_model.lm_head.weight"] = nil
    draft["lm_head.weight"] = nil
    draft.set("text_config", "tie_word_embeddings", true)
    draft.config["tie_word_embeddings"] = true
    let source = try draft.write()
    let (path, _) = try quantize(source.path, .int4)
    let atLoad = try GoldenModel("llava15", .int4, folder: source.path)
    let mapped = try GoldenModel("llava15", .auto, folder: path)
    let visual = try atLoad.stream([.tokens9, .tokens9, .tokens9])
    #expect(try mapped.prefill(visual).0 == atLoad.prefill(visual).0)
    #expect(try mapped.model.checkpoint.stored("lm_head.weight").typeName == "int8")
  }

  @Test func aPackedCheckpointIsNotPackedAgain() throws {
    let (path, _) = try quantize(Goldens.path("llava15"), .int4)
    #expect(throws: ModelError.packedAlready(folder: path, type: "int4", wish: "int8")) {
      try QuantizedCheckpoint(Checkpoint.open(path), as: .int8)
    }
    let checkpoint = try Checkpoint.open(path)
    #expect(throws: ModelError.packedAlready(folder: path, type: "int4", wish: "float32")) {
      try ModelPrecision(checkpoint, .float32)
    }
    #expect(try ModelPrecision(checkpoint, .int4).name == "int4")
    #expect(try ModelPrecision(checkpoint, .auto, keyValues: .int8).name == "int4 with int8 keys and values")
  }

  @Test func aSmallModelIsNotRounded() throws {
    #expect(try ModelPrecision(Checkpoint.open(Goldens.path("llava15")), .auto).weights == .float32)
  }

  /// What goes wrong leaves nothing behind, and what is there is never touched.
  @Test func failuresLeaveNothing() throws {
    struct Stop: Error {}
    let plan = try QuantizedCheckpoint(Checkpoint.open(Goldens.path("llava15")), as: .int8)
    let out = folder.path("out")
    #expect(throws: Stop.self) { try plan.write(to: out) { done, _ in if done > 0 { throw Stop() } } }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)

    try folder.write("out", "a file")
    #expect(throws: ModelError.outputNotEmpty(path: out)) { try plan.write(to: out + "/") { _, _ in } }
    #expect(throws: ModelError.outputNotEmpty(path: folder.path)) { try plan.write(to: folder.path) { _, _ in } }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out"])
  }

  @Test func aWeightThatIsNotFiniteIsNamed() throws {
    var draft = try CheckpointDraft(golden: "llava15")
    let name = try #require(draft.tensors.first { $0.name.hasSuffix("layers.1.mlp.up_proj.weight") }).name
    var tensor = try #require(draft[name])
    for (index, byte) in Array([0x00, 0x00, 0xC0, 0x7F] as [UInt8]).enumerated() { tensor.bytes[400 + index] = byte }
    draft[name] = tensor
    let source = try draft.write()
    let error = ModelError.file(
      .cannotPack(tensor: name, type: .int8, reason: "a weight is not finite, or too large for a scale"))
    let plan = try QuantizedCheckpoint(Checkpoint.open(source.path), as: .int8)
    #expect(throws: error) { try plan.write(to: folder.path("out")) { _, _ in } }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  /// An empty folder may be filled.
  @Test func anEmptyFolderIsTaken() throws {
    try FileManager.default.createDirectory(atPath: folder.path("empty"), withIntermediateDirectories: false)
    let plan = try QuantizedCheckpoint(Checkpoint.open(Goldens.path("llava15")), as: .int8)
    _ = try plan.write(to: folder.path("empty")) { _, _ in }
    _ = try Checkpoint.open(folder.path("empty"))
  }

  /// Only products' weights can be packed, whatever a file says.
  @Test(arguments: ["language_model.embed_tokens.weight", "vision_tower.embeddings.position_embedding.weight"])
  func packedTablesAreRefused(key: String) throws {
    var draft = try CheckpointDraft(golden: "llava15")
    let index = try #require(draft.tensors.firstIndex { CanonicalName($0.name) == .key(key) })
    let old = draft.tensors.remove(at: index)
    let shape = try #require(PackedShape(outputs: old.shape[0], inputs: old.shape[1]))
    let header = PackedFile.tensor(old.name, .int8, shape)
    draft.add(header.name, header.shape, .uint8)
    draft.metadata = PackedFile.metadata([(name: old.name, type: .int8, shape: shape)])
    let source = try draft.write()
    #expect(throws: ModelError.packedTensor(folder: source.path, tensor: header.name)) {
      try Checkpoint.open(source.path)
    }
  }
}
