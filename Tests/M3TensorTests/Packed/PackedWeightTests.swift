import M3TestSupport
import Testing

@testable import M3Tensor

@Suite("Packed weights")
struct PackedWeightTests {
  /// Floats in -1 ..< 1 that depend on their place.
  private static func values(_ shape: PackedShape) -> [Float] {
    (0..<shape.outputs * shape.inputs).map { Float(($0 &* 7919) % 2003) / 1001.5 - 1 }
  }

  private static func shape(_ outputs: Int, _ inputs: Int) throws -> PackedShape {
    try #require(PackedShape(outputs: outputs, inputs: inputs))
  }

  @Test("a file gives back what was packed, without a copy", arguments: PackedType.allCases)
  func roundTrip(type: PackedType) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("model.safetensors")
    let small = try Self.shape(3, 33)
    let large = try Self.shape(50, 128)
    let weights = [
      ("a.weight", try PackedWeight(packing: Self.values(small), shape: small, as: type, name: "a.weight")),
      ("b.weight", try PackedWeight(packing: Self.values(large), shape: large, as: type, name: "b.weight")),
    ]
    let described = weights.map { (name: $0.0, type: $0.1.type, shape: $0.1.shape) }
    var writer = try SafetensorsWriter(
      path, tensors: described.map { PackedFile.tensor($0.name, $0.type, $0.shape) },
      metadata: PackedFile.metadata(described))
    for weight in weights { try writer.append(weight.1) }
    try writer.finish()

    let file = try SafetensorsFile.open(path)
    #expect(file.dataStart % 64 == 0)
    for (name, weight) in weights {
      let found = try #require(try file.packedWeight(name))
      #expect(found.type == type && found.shape == weight.shape && found.byteCount == weight.byteCount)
      for output in 0..<weight.shape.outputs { #expect(found.row(output) == weight.row(output)) }
    }
    #expect(try file.packedWeight("c.weight") == nil)
  }

  @Test("floats of a checkpoint are packed as they are stored")
  func packsTensors() throws {
    let folder = try TemporaryFolder()
    let shape = try Self.shape(20, 40)
    let bits = Self.values(shape).map { UInt16($0.bitPattern >> 16) }
    var writer = try SafetensorsWriter(
      folder.path("m"),
      tensors: [.init(name: "w", type: .bfloat16, shape: [20, 40]), .init(name: "n", type: .int8, shape: [800])])
    try unsafe writer.append(bits.span.bytes)
    try unsafe writer.append([Int8](repeating: 1, count: 800).span.bytes)
    try writer.finish()
    let file = try SafetensorsFile.open(folder.path("m"))
    let packed = try PackedWeight(packing: try #require(file["w"]), shape: shape, as: .bfloat16)
    for output in 0..<20 {
      #expect(packed.row(output) == bits[output * 40..<(output + 1) * 40].map { Float(bitPattern: UInt32($0) << 16) })
    }
    let bytes = try #require(file["n"])
    #expect(throws: TensorError.cannotPack(tensor: "n", type: .int4, reason: "it does not hold 20 x 40 floats")) {
      try PackedWeight(packing: bytes, shape: shape, as: .int4)
    }
  }

  @Test("a weight without a place is refused")
  func refusesNaN() throws {
    let shape = try Self.shape(2, 8)
    var values = Self.values(shape)
    values[9] = .nan
    let reason = "a weight is not finite, or too large for a scale"
    #expect(throws: TensorError.cannotPack(tensor: "w", type: .int8, reason: reason)) {
      try PackedWeight(packing: values, shape: shape, as: .int8, name: "w")
    }
  }

  @Test("sides are bounded", arguments: [(0, 1), (1, 0), (-1, 4), (1 << 25, 1), (1, 1 << 25), (Int.max, Int.max)])
  func sides(outputs: Int, inputs: Int) { #expect(PackedShape(outputs: outputs, inputs: inputs) == nil) }

  @Test(
    "a file that says something else about its bytes is refused",
    arguments: [
      (nil, "16 x 32", TensorError.unknownPacking(path: "", tensor: "w.int4", found: nil)),
      ("2", "16 x 32", .unknownPacking(path: "", tensor: "w.int4", found: "2")),
      ("1", nil, .wrongPacking(path: "", tensor: "w.int4", weight: nil, found: [1, 288])),
      ("1", "17 x 32", .wrongPacking(path: "", tensor: "w.int4", weight: "17 x 32", found: [1, 288])),
      ("1", "16 x 33", .wrongPacking(path: "", tensor: "w.int4", weight: "16 x 33", found: [1, 288])),
      ("1", "16", .wrongPacking(path: "", tensor: "w.int4", weight: "16", found: [1, 288])),
      ("1", "16 x -1", .wrongPacking(path: "", tensor: "w.int4", weight: "16 x -1", found: [1, 288])),
      (
        "1", "99999999999 x 99999999999",
        .wrongPacking(
          path: "", tensor: "w.int4", weight: "99999999999 x 99999999999", found: [1, 288])
      ),
    ] as [(String?, String?, TensorError)])
  func refusesOthers(version: String?, weight: String?, error: TensorError) throws {
    let folder = try TemporaryFolder()
    var metadata: [String: String] = [:]
    metadata["packed"] = version
    metadata["w.int4"] = weight
    var writer = try SafetensorsWriter(
      folder.path("m"), tensors: [.init(name: "w.int4", type: .uint8, shape: [1, 288])], metadata: metadata)
    try unsafe writer.append([UInt8](repeating: 0, count: 288).span.bytes)
    try writer.finish()
    let file = try SafetensorsFile.open(folder.path("m"))
    do {
      _ = try file.packedWeight("w")
      Issue.record("it was taken")
    } catch let found {
      #expect(found.message == error.message.replacing("``", with: "`\(folder.path("m"))`"))
    }
  }
}
