import Foundation
import M3Bench
import M3Core
import M3Engine
import M3TestSupport
import Testing

/// The memory that `plan` foretells beside the most that the process of `ask` then held.
@Suite(.serialized) struct MemoryForecastTests {
  /// Foretold / measured lies in this range: what is foretold must not be far below what is held, or --max-memory
  /// promises too much, and not far above, or it refuses what would fit.
  static let tolerance = 0.85...1.15

  struct Case: Sendable, CustomTestStringConvertible {
    var precision = "auto"
    var keyValues: String?
    var frames = 5
    var scale = 576

    var words: [String] {
      ["--frames", "\(frames)", "--scale", "\(scale)", "--precision", precision]
        + (keyValues.map { ["--kv-type", $0] } ?? [])
    }
    var testDescription: String { words.joined(separator: " ") }
  }

  private func compare(_ example: Case, model: [String]) async throws {
    let words = [Samples.movie] + example.words + model
    let plan = try await Program.run(["plan"] + words + ["--json"]).object()
    let foretold = try #require((plan["forecast"] as? [String: Any])?["bytes"] as? Double)
    let asked = try await Program.run(["ask"] + words + ["what happens?", "--max-tokens", "8", "--json", "--quiet"])
    let measured = try #require(try asked.object()["peak_bytes"] as? Double)
    let ratio = foretold / measured
    #expect(Self.tolerance.contains(ratio), "\(example): foretold \(foretold / 1e6) MB, measured \(measured / 1e6) MB")
  }

  @Test(arguments: [
    Case(), Case(frames: 1, scale: 1), Case(precision: "int4", frames: 20, scale: 144),
    Case(precision: "bfloat16", keyValues: "int8", scale: 36),
  ]) func ofTheShippedModel(example: Case) async throws {
    try await compare(example, model: [])
  }

  /// A model large enough that its weights, keys and values, and not the program, are what is held.
  @Test func ofALargerModel() async throws {
    let folder = try TemporaryFolder()
    let shape = ModelShape(
      vision: .init(hidden: 256, layers: 2, heads: 4, mlp: 1024, patchSide: 4, patches: 576),
      projector: [256, 1024, 1024],
      language: .init(
        hidden: 1024, layers: 8, heads: 8, keyValueHeads: 8, headWidth: 128, mlp: 2816, vocabulary: 1024, context: 4096)
    )
    try RandomCheckpoint.write(shape, isFloat32: true, to: folder.path)
    for name in ["tokenizer.model", "tokenizer_config.json"] {
      try folder.copy("\(Samples.models)/m3-tiny/\(name)", as: name)
    }
    for example in [
      Case(precision: "float32", frames: 2, scale: 144), Case(precision: "int8", frames: 2, scale: 576),
      Case(precision: "int4", keyValues: "int8", frames: 2, scale: 576),
    ] {
      try await compare(example, model: ["--model", folder.path])
    }
  }
}
