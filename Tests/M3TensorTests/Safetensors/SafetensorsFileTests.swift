import M3TestSupport
import M3Tensor
import Testing

@Suite("Safetensors files")
struct SafetensorsFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A file of a header's text and so many bytes of data.
  private func file(_ header: String, data: Int = 0) throws -> String {
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> ($0 * 8)) }
    return try folder.write("x.safetensors", length + Array(header.utf8) + Array(repeating: 7, count: data))
  }

  @Test("what is written reads back: order, types, shapes, bytes, metadata")
  func roundTrip() throws {
    let tensors =
      ElementType.allCases.enumerated().map { index, type in
        SafetensorsWriter.Tensor(name: "t\(9 - index % 10).\(type)\"\u{E9}", type: type, shape: [index % 3, 5])
      } + [SafetensorsWriter.Tensor(name: "scalar", type: .float32, shape: [])]
    let contents = tensors.enumerated().map { [UInt8](repeating: UInt8($0), count: $1.byteCount) }
    var writer = try SafetensorsWriter(
      folder.path("x.safetensors"), tensors: tensors, metadata: ["format": "pt", "a\n": "\\"])
    for bytes in contents { try unsafe writer.append(bytes.span.bytes) }
    try writer.finish()

    let file = try SafetensorsFile.open(folder.path("x.safetensors"))
    #expect(file.metadata == ["format": "pt", "a\n": "\\"])
    #expect(file.dataStart % 64 == 0)
    #expect(Set(file.tensors.map(\.name)) == Set(tensors.map(\.name)))
    for (tensor, bytes) in zip(tensors, contents) {
      let read = try #require(file[tensor.name])
      #expect(read.type == tensor.type)
      #expect(read.shape == tensor.shape)
      #expect(read.elementCount == tensor.shape.reduce(1, *))
      unsafe read.withBytes { #expect(unsafe Array($0) == bytes) }
    }
    #expect(file["absent"] == nil)
  }

  @Test("a tensor outlives the value it came from")
  func lifetime() throws {
    let path = try file(#"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}"#, data: 3)
    let tensor = try #require(SafetensorsFile.open(path)["a"])
    unsafe tensor.withBytes { #expect(unsafe Array($0) == [7, 7, 7]) }
  }

  @Test("a file as Python wrote it", arguments: ["llava15", "llavanext", "original"])
  func golden(name: String) throws {
    let file = try SafetensorsFile.open(Goldens.path("\(name)/expected.safetensors"))
    let pixels = try #require(file["pixels"])
    #expect(pixels.shape == [3, 3, 96, 96])
    #expect(pixels.type == .float32)
    #expect(try #require(file["prompt.before"]).type == .int64)
    #expect(file.tensors.reduce(0) { $0 + $1.byteCount } == file.byteCount - file.dataStart)
  }

  @Test("a writer that is dropped leaves nothing, a finished one nothing but the file")
  func atomicity() throws {
    let path = folder.path("w.safetensors")
    let tensor = SafetensorsWriter.Tensor(name: "a", type: .uint8, shape: [2])
    for isFinished in [false, true] {
      var writer = try SafetensorsWriter(path, tensors: [tensor])
      let bytes: [UInt8] = [1, 2]
      try unsafe writer.append(bytes.span.bytes)
      #expect(try folder.names().count == 1)
      if isFinished { try writer.finish() } else { _ = consume writer }
      #expect(try folder.names() == (isFinished ? ["w.safetensors"] : []))
    }
  }

  @Test("a folder that is not there cannot be written to")
  func unwritable() throws {
    let path = folder.path("no/w.safetensors")
    #expect(throws: TensorError.cannotWrite(path: path, reason: "No such file or directory")) {
      _ = try SafetensorsWriter(path, tensors: [])
    }
  }

  /// A header, bytes of data, and what the message must say.
  static let broken: [(header: String, data: Int, fragments: [String])] = [
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 7, ["`a`", "bytes 0 to 8", "7 bytes"]),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 9, ["bytes 8 to 9", "belong to no tensor"]),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8, ["`a`", "bytes 8 to 0"]),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#, 8, ["`a`", "bytes -8 to 0"]),
    (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8, ["`a`", "[3]", "8 bytes", "expected 12"]),
    (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, 8, ["`a`", "impossible shape [-2]"]),
    (#"{"a":{"dtype":"F32","shape":[4611686018427387904,2],"data_offsets":[0,8]}}"#, 8, ["`a`", "impossible shape"]),
    (#"{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}"#, 8, ["`a`", "`F31`", "BF16"]),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[4,12]}}"#,
      12,
      ["`a`", "`b`", "overlap"]
    ),
    (
      #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}}"#, 6,
      ["bytes 2 to 4"]
    ),
    (
      #"{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#, 0,
      ["`a` stands twice"]
    ),
    (#"{"a":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#, 0, ["`dtype` stands twice"]),
    (#"{"a":{"dtype":"U8","shape":[0]}}"#, 0, ["`data_offsets`"]),
    (#"{"a":{"dtype":"U8","shape":[0],"data_offsets":[0]}}"#, 0, ["two `data_offsets`"]),
    (#"{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0,0]}}"#, 0, ["more than 2 offsets"]),
    (#"{"a":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,1]}}"#, 1, ["more than 8 dimensions"]),
    (#"{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":1}}"#, 0, ["`x` has no meaning"]),
    (#"{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}"#, 1, ["number"]),
    (#"{"a":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}}"#, 1, ["a whole number"]),
    (#"{"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,1]}}"#, 1, ["number"]),
    (#"{"__metadata__":{"a":1}}"#, 0, ["a string"]),
    (#"{"__metadata__":{"a":"","a":""}}"#, 0, ["`a` stands twice"]),
    ("[]", 0, ["an object", "byte 0"]),
    ("", 0, ["ends early"]),
    ("{}x", 0, ["something follows", "byte 2"]),
    (String(repeating: "[", count: 100), 0, ["an object"]),
    (#"{"\#u{1B}[31m":{}}"#, 0, ["a string is not valid"]),
    (#"{"\u001b[31m":{"dtype":"x","shape":[],"data_offsets":[0,0]}}"#, 0, [#"`\u{1B}[31m`"#]),
  ]

  @Test("a header that does not describe its data is refused by name", arguments: broken)
  func refuses(header: String, data: Int, fragments: [String]) throws {
    let path = try file(header, data: data)
    let error = try #require(throws: TensorError.self) { try SafetensorsFile.open(path) }
    for fragment in fragments + ["x.safetensors"] {
      #expect(error.message.contains(fragment), "\(error.message)")
    }
  }

  @Test("what is not a safetensors file at all")
  func notSafetensors() throws {
    let absent = folder.path("absent")
    #expect(throws: TensorError.cannotRead(path: absent, reason: "No such file or directory")) {
      try SafetensorsFile.open(absent)
    }
    #expect(throws: TensorError.cannotRead(path: folder.path, reason: "it is not a regular file")) {
      try SafetensorsFile.open(folder.path)
    }
    let empty = try folder.write("empty", "")
    #expect(throws: TensorError.headerOutside(path: empty, headerByteCount: nil, fileByteCount: 0)) {
      try SafetensorsFile.open(empty)
    }
    let short = try folder.write("short", [3, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8))
    #expect(throws: TensorError.headerOutside(path: short, headerByteCount: 3, fileByteCount: 10)) {
      try SafetensorsFile.open(short)
    }
    let huge = try folder.write("huge", [UInt8](repeating: 0xFF, count: 10))
    #expect(throws: TensorError.headerTooLong(path: huge, bytes: .max, limit: 100_000_000)) {
      try SafetensorsFile.open(huge)
    }
  }
}
