import Foundation
import M3TestSupport
import Testing

@testable import M3Model
@testable import M3Tensor

@Suite("Large checkpoints")
struct LargeCheckpointTests {
  /// Writes a file of the right length that takes no room on the disk: a header, then a hole.
  private func writeSparse(_ tensors: [SafetensorsWriter.Tensor], to path: String) throws {
    let header = SafetensorsWriter.header(tensors, [:])
    try Data(header).write(to: URL(fileURLWithPath: path))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: UInt64(header.count + tensors.reduce(0) { $0 + $1.byteCount }))
    try file.close()
  }

  @Test("14 GB in three shards open in under a second, without being read")
  func sparse() throws {
    let folder = try TemporaryFolder()
    try folder.write("config.json", ConfigurationTests.llava15)
    try folder.write("preprocessor_config.json", ConfigurationTests.clip)
    let object = try ConfigurationObject(path: folder.path("config.json"))
    let configuration = try ModelConfiguration(
      huggingFace: object, folder: CheckpointFolder(folder.path), layout: .huggingFace4)
    let tensors = ExpectedTensors(configuration).tensors.map {
      SafetensorsWriter.Tensor(name: $0.key, type: .bfloat16, shape: $0.shape)
    }
    var weightMap: [String: String] = [:]
    for shard in 0..<3 {
      let name = "model-\(shard).safetensors"
      let part = tensors[tensors.count * shard / 3..<tensors.count * (shard + 1) / 3]
      for tensor in part { weightMap[tensor.name] = name }
      try writeSparse(Array(part), to: folder.path(name))
    }
    try folder.write("model.safetensors.index.json", JSONSerialization.data(withJSONObject: ["weight_map": weightMap]))

    let before = residentBytes()
    let clock = ContinuousClock()
    let start = clock.now
    let checkpoint = try Checkpoint.open(folder.path)
    let time = clock.now - start
    #expect(time < .seconds(1))
    #expect(checkpoint.summary.bytes > 14_000_000_000)
    // LLaVA-1.5-7B as Hugging Face counts it, without the tower's last layer and the norm after it.
    #expect(checkpoint.summary.parameters == 7_063_427_072 - 12_596_224 - 2 * 1024)
    #expect(residentBytes() - before < 200_000_000)
    let last = try checkpoint.tensor("lm_head.weight")
    #expect(unsafe last.withBytes { unsafe $0[$0.count - 1] } == 0)
  }

  /// What the process has in memory now.
  private func residentBytes() -> Int {
    let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
  }
}
