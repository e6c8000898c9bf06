import M3Core
import M3TestSupport
import M3Tensor
import Testing

@testable import M3Model

/// What is said of a model before its weights are read is what it then holds.
@Suite struct HeldModelTests {
  @Test(arguments: GoldenModel.names, Precision.allCases) func isWhatTheModelHolds(
    name: String, precision: Precision
  ) throws {
    let checkpoint = try Checkpoint.open(Goldens.path(name))
    let decided = try ModelPrecision(checkpoint, precision)
    let model = try MatryoshkaModel(checkpoint, decided)
    let held = HeldModel(checkpoint, decided)
    #expect(held.stepBytes == model.decoderWeightBytes)
    #expect(held.weightBytes == model.weightBytes + 4 * Self.smallNumbers(checkpoint))
    #expect(held.packingBytes > 0)
    // "original" holds bfloat16, which float32 keeps as it is.
    let kept = decided.weights == .float32 && name == "original" ? .bfloat16 : decided.weights
    #expect(held.precision == kept.rawValue && held.keyValues == decided.keyValues.rawValue)
  }

  /// Packed already, a checkpoint is mapped as it is.
  @Test(arguments: [Precision.bfloat16, .int8, .int4]) func packedCheckpoints(precision: Precision) throws {
    let folder = try TemporaryFolder()
    let source = try Checkpoint.open(Goldens.path("llavanext"))
    _ = try QuantizedCheckpoint(source, as: precision).write(
      to: folder.path("packed"), shardBytes: QuantizedCheckpoint.usualShardBytes
    ) { _, _ in }
    let packed = try Checkpoint.open(folder.path("packed"))
    let found = try HeldModel(packed, ModelPrecision(packed, .auto))
    var expected = try HeldModel(source, ModelPrecision(source, precision))
    // Only the convolution that cuts patches is packed anew.
    expected.packingBytes = try packed.tensor("vision_tower.embeddings.patch_embedding.weight").byteCount
    #expect(found == expected)
  }

  @Test(arguments: [
    (KeyValueType.float32, 2 * 4 * 4 * 32 * 4), (.float16, 2 * 4 * 4 * 32 * 2), (.int8, 2 * 4 * 4 * (32 + 4)),
  ]) func keysAndValuesOfAToken(type: KeyValueType, bytes: Int) {
    let held = HeldModel(Self.shape, storedAs: .float32, ModelPrecision(Self.shape, .auto, keyValues: type))
    #expect(held.tokenBytes == bytes && held.keyValues == type.rawValue && held.precision == "float32")
  }

  private static let shape = ModelShape(
    vision: .init(hidden: 96, layers: 3, heads: 4, mlp: 384, patchSide: 4, patches: 576), projector: [96, 128, 128],
    language: .init(
      hidden: 128, layers: 4, heads: 4, keyValueHeads: 4, headWidth: 32, mlp: 384, vocabulary: 768, context: 4096))

  /// Without a checkpoint a shape and a stored type say as much.
  @Test(arguments: Precision.allCases) func shapesAlone(precision: Precision) throws {
    let checkpoint = try Checkpoint.open(Goldens.path("llava15"))
    let shape = checkpoint.configuration.shape
    let element = try checkpoint.tensor("lm_head.weight").type
    #expect(
      try HeldModel(shape, storedAs: element, ModelPrecision(shape, precision))
        == HeldModel(checkpoint, ModelPrecision(checkpoint, precision)))
  }

  /// `auto` for a shape of more parameters than a small model has is int8, and a 7B in int4 takes what is documented.
  @Test func largeShapes() {
    let language = ModelShape.Language(
      hidden: 4096, layers: 32, heads: 32, keyValueHeads: 32, headWidth: 128, mlp: 11008, vocabulary: 32000,
      context: 4096)
    let shape = ModelShape(
      vision: .init(hidden: 1024, layers: 23, heads: 16, mlp: 4096, patchSide: 14, patches: 576),
      projector: [1024, 4096, 4096], language: language)
    #expect(ModelPrecision(shape, .auto).weights == .int8)
    let held = HeldModel(shape, storedAs: .float16, ModelPrecision(shape, .int4))
    // docs/performance.md: 3.64 GB of layers, 0.14 of output layer, 0.33 of vision tower and projector.
    #expect(abs(Double(held.stepBytes) / 1e9 - 3.78) < 0.01 && abs(Double(held.weightBytes) / 1e9 - 4.11) < 0.02)
    #expect(held.tokenBytes == 32 * 2 * 4096 * 2)
    #expect(held.packingBytes == 2 * 32000 * 4096)
    #expect(HeldModel(shape, storedAs: .float16, ModelPrecision(shape, .float32)).precision == "bfloat16")
  }

  /// Numbers of norms, biases and tables, which are Float32 in memory whatever the weights are.
  private static func smallNumbers(_ checkpoint: Checkpoint) -> Int {
    ExpectedTensors(checkpoint.configuration).tensors
      .filter { $0.key != ExpectedTensors.embedding && ($0.shape.count == 1 || $0.key == ExpectedTensors.positions) }
      .reduce(0) { $0 + $1.count }
  }
}
