import Foundation
import M3Model
import M3TestSupport
import M3Tensor
import Testing

@Suite("Folders and shards")
struct ShardTests {
  /// A folder with two shards `a.safetensors` (x, y) and `b.safetensors` (z), and an index of the given text.
  private func folder(index: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.copy(Goldens.path("llava15/config.json"), as: "config.json")
    for (file, names) in [("a.safetensors", ["x", "y"]), ("b.safetensors", ["z"])] {
      let tensors = names.map { SafetensorsWriter.Tensor(name: $0, type: .uint8, shape: [0]) }
      var writer = try SafetensorsWriter(folder.path(file), tensors: tensors)
      let nothing: [UInt8] = []
      for _ in names { try unsafe writer.append(nothing.span.bytes) }
      try writer.finish()
    }
    try folder.write("model.safetensors.index.json", index)
    return folder
  }

  static let indices: [(index: String, fragments: [String])] = [
    (
      #"{"weight_map":{"x":"a.safetensors","y":"a.safetensors","z":"c.safetensors"}}"#,
      ["`c.safetensors`", "not there"]
    ),
    (
      #"{"weight_map":{"x":"a.safetensors","y":"a.safetensors","z":"b.safetensors","w":"b.safetensors"}}"#,
      ["`w`", "`b.safetensors`", "where it is not"]
    ),
    (#"{"weight_map":{"x":"a.safetensors","z":"b.safetensors"}}"#, ["a.safetensors` holds `y`", "index.json"]),
    (#"{"weight_map":{"x":"b.safetensors","y":"a.safetensors","z":"b.safetensors"}}"#, ["a.safetensors` holds `x`"]),
    (#"{"weight_map":{"x":"../a.safetensors"}}"#, ["`../a.safetensors`", "plain name"]),
    (#"{"weight_map":{"x":"/etc/a.safetensors"}}"#, ["plain name"]),
    (#"{"weight_map":{"x":".safetensors"}}"#, ["plain name"]),
    (#"{"weight_map":{"x":"sub/a.safetensors"}}"#, ["plain name"]),
    (#"{"weight_map":{"x":"a\u0000.safetensors"}}"#, ["plain name"]),
    (#"{"weight_map":{"x":"config.json"}}"#, ["`config.json`", "plain name"]),
    (#"{"weight_map":{"x":"a.safetensors","x":"b.safetensors"}}"#, ["`x` stands twice"]),
    (#"{"weight_map":{},"weight_map":{}}"#, ["`weight_map` stands twice"]),
    (#"{"weight_map":{"x":1}}"#, ["a string"]), (#"{"weight_map":{}}"#, ["`weight_map`"]), ("{}", ["`weight_map`"]),
    ("[]", ["an object"]), ("", ["ends early"]),
    (
      #"{"metadata":{"a":[[{}]]},"weight_map":{"x":"a.safetensors","y":"a.safetensors","z":"b.safetensors"}}"#,
      ["no LLaVA layout", "`x`"]
    ),
  ]

  @Test("an index must say exactly what the shards hold", arguments: indices)
  func index(index: String, fragments: [String]) throws {
    let folder = try folder(index: index)
    let error = try #require(throws: ModelError.self) { try Checkpoint.open(folder.path) }
    for fragment in fragments + [folder.path] {
      #expect(error.message.contains(fragment), "\(error.message)")
    }
  }

  @Test("more shards than believable are refused before any is opened")
  func manyShards() throws {
    let map = (0..<1001).map { "\"\($0)\":\"\($0).safetensors\"" }.joined(separator: ",")
    let folder = try folder(index: "{\"weight_map\":{\(map)}}")
    let index = folder.path("model.safetensors.index.json")
    #expect(throws: ModelError.tooManyShards(index: index, count: 1001, limit: 1000)) {
      try Checkpoint.open(folder.path)
    }
  }

  @Test("a tensor in two shards is named with both")
  func duplicate() throws {
    let folder = try folder(
      index: #"{"weight_map":{"x":"a.safetensors","y":"a.safetensors","z":"b.safetensors","q":"c.safetensors"}}"#)
    try folder.copy(folder.path("a.safetensors"), as: "c.safetensors")
    let (first, second) = (folder.path("a.safetensors"), folder.path("c.safetensors"))
    #expect(throws: ModelError.duplicateTensor(first: "x", firstPath: first, second: "x", secondPath: second)) {
      try Checkpoint.open(folder.path)
    }
  }

  @Test("folders that hold no checkpoint")
  func folders() throws {
    let folder = try TemporaryFolder()
    let absent = folder.path("absent")
    #expect(throws: ModelError.notAFolder(path: absent)) { try Checkpoint.open(absent) }
    let config = folder.path("config.json")
    #expect(throws: ModelError.file(.cannotRead(path: config, reason: "No such file or directory"))) {
      try Checkpoint.open(folder.path)
    }
    try folder.copy(Goldens.path("llava15/config.json"), as: "config.json")
    #expect(throws: ModelError.noWeights(folder: folder.path)) { try Checkpoint.open(folder.path) }
    try folder.write("pytorch_model-00001-of-00002.bin", "")
    #expect(throws: ModelError.pickledWeights(folder: folder.path, file: "pytorch_model-00001-of-00002.bin")) {
      try Checkpoint.open(folder.path)
    }
    try folder.copy(Goldens.path("llava15/model.safetensors"), as: "model.safetensors")
    let checkpoint = try Checkpoint.open(folder.path + "/")
    #expect(throws: ModelError.missingTokenizer(path: folder.path("tokenizer.model"))) { try checkpoint.tokenizerPath }
  }

  @Test("files that are links, as in the hub's cache")
  func links() throws {
    let folder = try TemporaryFolder()
    for name in ["config.json", "model.safetensors", "tokenizer.model"] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path(name), withDestinationPath: Goldens.path("llava15/\(name)"))
    }
    #expect(try Checkpoint.open(folder.path).tokenizerPath == folder.path("tokenizer.model"))
  }

  @Test(
    "a config.json that is not one",
    arguments: [
      ("", "ends early"), ("[]", "an object"), ("{}", "lacks `model_type`"), (#"{"a":1,"a":2}"#, "`a` stands twice"),
      (String(repeating: "{\"a\":", count: 100_000), "nest deeper than 64"), ("{\"a\":\"\u{0}\"}", "not valid"),
      (String(repeating: " ", count: 5_000_000), "5000000 bytes long"),
    ])
  func configurations(text: String, fragment: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("config.json", text)
    try folder.copy(Goldens.path("llava15/model.safetensors"), as: "model.safetensors")
    let error = try #require(throws: ModelError.self) { try Checkpoint.open(folder.path) }
    #expect(error.message.contains(fragment) && error.message.contains("config.json"), "\(error.message)")
  }
}
