import Foundation
import M3Core
import M3TestSupport
import Testing

@testable import M3Model

@Suite("Summary and fingerprint")
struct SummaryTests {
  @Test("the original golden: every parameter is counted once")
  func original() throws {
    let summary = try Checkpoint.open(Goldens.path("original")).summary
    // Two layers are run of the tower, of 128 channels and 320 in the MLP.
    let attention: Int = 4 * (128 * 128 + 128)
    let layer: Int = attention + 2 * 256 + (128 * 320 + 320) + (320 * 128 + 128)
    let embeddings: Int = 128 + 128 * 48 + 577 * 128 + 256
    #expect(summary.visionTower.parameters == embeddings + 2 * layer)
    let projector: Int = (96 * 128 + 96) + (96 * 96 + 96) + 96
    #expect(summary.projector.parameters == projector)
    let languageLayer: Int = 4 * 96 * 96 + 3 * 96 * 224 + 2 * 96
    let language: Int = 2 * 512 * 96 + 96 + 3 * languageLayer
    #expect(summary.languageModel.parameters == language)
    #expect(summary.elementTypes.map(\.type) == ["bfloat16", "int64"])
    #expect(summary.files.map(\.tensors) == [46, 45])
    #expect(summary.anyres?.merge == .spatialUnpad)
    #expect(summary.trainedScales == VisualScale.trained)
    #expect(
      summary.notes == [
        "1 tensor is not used: position numbers, which are computed",
        "2 tensors are not used: the norm after the vision tower's last layer, which is not run",
        "16 tensors are not used: vision layers after the tapped one, which are not run",
      ])
  }

  @Test("as JSON, in snake case")
  func json() throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let data = try encoder.encode(Checkpoint.open(Goldens.path("original")).summary)
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["kind"] as? String == "llava-next")
    #expect(object["layout"] as? String == "original")
    #expect(object["crop_fit"] as? String == "squash")
    #expect(object["trained_scales"] as? [Int] == [1, 9, 36, 144, 576])
    #expect((object["vision_tower"] as? [String: Any])?["parameters"] is Int)
    #expect((object["fingerprint"] as? String)?.count == 64)
    #expect((object["anyres"] as? [String: Any])?["merge"] as? String == "spatial_unpad")
  }

  @Test("a copy has the same fingerprint; any change of what is read another")
  func fingerprint() throws {
    let golden = try Checkpoint.open(Goldens.path("llava15")).fingerprint
    let folder = try TemporaryFolder()
    for name in ["config.json", "model.safetensors", "preprocessor_config.json", "tokenizer.model"] {
      try folder.copy(Goldens.path("llava15/\(name)"), as: name)
    }
    #expect(try Checkpoint.open(folder.path).fingerprint == golden)

    var seen: Set = [golden]
    func expectAnother() throws { #expect(seen.insert(try Checkpoint.open(folder.path).fingerprint).inserted) }
    let config = try Data(contentsOf: URL(fileURLWithPath: folder.path("config.json")))
    try folder.write("config.json", config + Data("\n".utf8))
    try expectAnother()
    var weights = try Data(contentsOf: URL(fileURLWithPath: folder.path("model.safetensors")))
    weights[weights.count - 1] ^= 1
    try folder.write("model.safetensors", weights)
    try expectAnother()
    try folder.write("tokenizer.model", "")
    try expectAnother()
    try FileManager.default.removeItem(atPath: folder.path("tokenizer.model"))
    _ = try Checkpoint.open(folder.path)
  }

  static let lengths = [0, 1, 4096, 64 * 4096, 64 * 4096 + 1, 1_000_003, 14_000_000_019]

  @Test("sampled blocks: first to last, evenly, short data whole", arguments: lengths)
  func blocks(length: Int) throws {
    let blocks = Fingerprint.blocks(of: 100..<100 + length)
    #expect(blocks.first?.lowerBound == 100)
    #expect(blocks.last?.upperBound == 100 + length)
    guard length > Fingerprint.blockCount * Fingerprint.blockByteCount else {
      #expect(blocks == [100..<100 + length])
      return
    }
    #expect(blocks.count == Fingerprint.blockCount)
    #expect(blocks.allSatisfy { $0.count == Fingerprint.blockByteCount })
    let steps = zip(blocks, blocks.dropFirst()).map { $1.lowerBound - $0.lowerBound }
    #expect(try #require(steps.max()) - (try #require(steps.min())) <= 1)
  }
}
