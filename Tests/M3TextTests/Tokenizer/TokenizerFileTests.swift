import Foundation
import M3Text
import Testing

/// Files that are no tokenizer, or not one for LLaMA: an error that names the file, never a crash.
@Suite struct TokenizerFileTests {
  private static func tokenizer(_ bytes: [UInt8]) throws -> Tokenizer { try Tokenizer(bytes: bytes, path: "x.model") }

  /// What is added to the golden model, and a word of the error.
  static let damage: [(String, [UInt8], String)] = [
    ("unigram", HandMadeModel.trainer(HandMadeModel.field(3, varint: 1)), "algorithm is unigram"),
    ("algorithm 9", HandMadeModel.trainer(HandMadeModel.field(3, varint: 9)), "algorithm is number 9"),
    ("charsmap", HandMadeModel.normalizer(HandMadeModel.field(2, bytes: [1, 2, 3])), "normalization table is 3 bytes"),
    (
      "denormalizer", HandMadeModel.field(5, bytes: HandMadeModel.field(2, bytes: [1])),
      "normalization table is 1 bytes"
    ),
    ("suffix", HandMadeModel.trainer(HandMadeModel.field(24, varint: 1)), "handling of spaces is suffix"),
    ("unescaped", HandMadeModel.normalizer(HandMadeModel.field(5, varint: 0)), "handling of spaces is unescaped"),
    ("twice", HandMadeModel.piece("\u{2581}the"), "a second time"),
    ("empty piece", HandMadeModel.piece(""), "an empty piece"),
    ("NUL", HandMadeModel.piece("a\u{0}b"), "not UTF-8"),
    ("not UTF-8", HandMadeModel.field(1, bytes: HandMadeModel.field(1, bytes: [0xC3, 0x28])), "not UTF-8"),
    ("long piece", HandMadeModel.piece(String(repeating: "x", count: 1025)), "a text of 1025 bytes"),
    (
      "long user-defined piece", HandMadeModel.piece(String(repeating: "x", count: 65), kind: 4),
      "a user-defined piece of 65 bytes"
    ),
    ("score", HandMadeModel.piece("zz", score: .nan), "a score that is no number"),
    ("infinite score", HandMadeModel.piece("zz", score: .infinity), "a score that is no number"),
    ("type", HandMadeModel.piece("zz", kind: 7), "unknown type"),
    ("byte", HandMadeModel.piece("<0xZZ>", kind: 6), "a byte piece of no byte"),
    ("second unknown", HandMadeModel.piece("<unk2>", kind: 2), "unk is already defined"),
    ("wrong field type", HandMadeModel.field(1, varint: 4), "wrong type"),
    ("group", [3 << 3 | 3], "wire type 3"),
    ("field 0", [0, 0], "field number 0"),
    ("cut off", [1 << 3 | 2, 200], "cut off"),
    ("past the end", [1 << 3 | 2, 100, 1], "a field of 100 bytes where 1 are left"),
    ("endless number", [UInt8](repeating: 0xFF, count: 20), "more than ten bytes"),
  ]

  @Test(arguments: damage)
  func damaged(what: String, suffix: [UInt8], word: String) throws {
    let bytes = try Golden.bytes() + suffix
    let error = try #require(throws: TextError.self) { try Self.tokenizer(bytes) }
    #expect(error.message.contains(word) && error.message.contains("`x.model`"), "\(error.message)")
  }

  @Test(arguments: [
    [UInt8](), Array("not a model at all, just text".utf8), [UInt8](repeating: 0, count: 1000),
    HandMadeModel.trainer(HandMadeModel.field(3, varint: 2)),
    HandMadeModel.piece("a") + HandMadeModel.trainer(HandMadeModel.field(3, varint: 2)),
    Array(HandMadeModel.tiny().dropFirst()),
  ])
  func noModel(bytes: [UInt8]) { #expect(throws: TextError.self) { try Self.tokenizer(bytes) } }

  @Test func unknownFieldsAreNotPassedOn() throws {
    // A self test that fails would make the library refuse the model and print the model's own text.
    let selfTest = HandMadeModel.field(
      4, bytes: HandMadeModel.field(1, bytes: HandMadeModel.field(1, bytes: [97]) + HandMadeModel.field(2, bytes: [98]))
    )
    let tokenizer = try Self.tokenizer(HandMadeModel.tiny() + selfTest)
    #expect(try tokenizer.encode("a b") == [3, 4, 3, 5])
  }

  @Test func withoutByteFallback() throws {
    let tokenizer = try Self.tokenizer(HandMadeModel.tiny())
    #expect(try tokenizer.encode("aXYb") == [3, 4, 0, 5])
    #expect(try tokenizer.decode([3, 4, 0, 5]) == "a \u{2047} b")
    #expect(throws: TextError.letterWithoutToken(path: "x.model", letter: "A")) {
      try tokenizer.letterTokens(for: MultipleChoice(["x", "y"]))
    }
  }

  @Test func extraSpacesRemoved() throws {
    let tokenizer = try Self.tokenizer(HandMadeModel.tiny(remover: true))
    #expect(try tokenizer.encode("  a   b ") == [3, 4, 3, 5])
    let ids: [Int32] = [3, 3, 1, 3, 4, 3, 3, 5]
    var stream = TokenStream(tokenizer)
    let parts = try ids.map { try stream.append($0) } + [stream.finish()]
    #expect(try parts.joined() == tokenizer.decode(ids))
  }

  @Test func pathsThatAreNoFile() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "m3text-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let pipe = folder.appending(path: "pipe").path
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    let large = folder.appending(path: "large").path
    #expect(FileManager.default.createFile(atPath: large, contents: nil))
    #expect(unsafe truncate(large, 17 << 20) == 0)

    let missing = folder.appending(path: "missing").path
    #expect(throws: TextError.unreadable(path: missing, reason: "No such file or directory")) {
      try Tokenizer(path: missing)
    }
    #expect(throws: TextError.notAFile(path: folder.path)) { try Tokenizer(path: folder.path) }
    #expect(throws: TextError.notAFile(path: pipe)) { try Tokenizer(path: pipe) }
    #expect(throws: TextError.notAFile(path: "/dev/zero")) { try Tokenizer(path: "/dev/zero") }
    #expect(throws: TextError.tooLarge(path: large, size: 17 << 20, limit: 16 << 20)) { try Tokenizer(path: large) }
    #expect(throws: TextError.self) { try Tokenizer(path: "a\u{0}b") }
  }
}
