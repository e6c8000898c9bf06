import M3TestSupport
import M3Tensor
import Testing

@Suite("Messages of tensor errors")
struct TensorErrorTests {
  static let table: [(error: TensorError, message: String, hasHint: Bool)] = [
    (.cannotRead(path: "a\nb", reason: "no"), #"`a\nb` cannot be read: no"#, false),
    (.cannotWrite(path: "a", reason: "no"), "`a` cannot be written: no", false),
    (.fileTooLong(path: "a", bytes: 9, limit: 8), "`a` is 9 bytes long; such a file has at most 8", true),
    (
      .headerOutside(path: "a", headerByteCount: nil, fileByteCount: 3),
      "`a` is not a safetensors file: 3 bytes cannot hold a header", true
    ),
    (
      .headerOutside(path: "a", headerByteCount: 30, fileByteCount: 20),
      "`a` announces a header of 30 bytes, but the whole file has 20", true
    ),
    (
      .headerTooLong(path: "a", bytes: 9, limit: 8), "`a` announces a header of 9 bytes; the format allows 8", true
    ),
    (
      .malformedHeader(path: "a", fault: JSONFault(.duplicateKey("k"), at: 4)),
      "the header of `a` is malformed: `k` stands twice at byte 4", true
    ),
    (
      .unknownType(path: "a", tensor: "t", found: "F4"),
      "`a`: `t` has element type `F4`, expected one of F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL",
      false
    ),
    (
      .offsetsOutside(path: "a", tensor: "t", begin: 0, end: 8, dataByteCount: 4),
      "`a`: `t` lies at bytes 0 to 8, expected within the data of 4 bytes", true
    ),
    (.impossibleShape(path: "a", tensor: "t", shape: [-1]), "`a`: `t` has the impossible shape [-1]", true),
    (
      .wrongByteCount(path: "a", tensor: "t", shape: [2], expected: 8, found: 4),
      "`a`: `t` of shape [2] has 4 bytes, expected 8", true
    ),
    (.overlappingTensors(path: "a", first: "s", second: "t"), "`a`: the bytes of `s` and `t` overlap", true),
    (
      .cannotPack(tensor: "t", type: .int8Rows, reason: "no"), "`t` cannot be stored as int8_rows: no", false
    ),
    (
      .unknownPacking(path: "a", tensor: "t", found: "2"), "`a`: `t` is packed in layout `2`, expected `1`", true
    ),
    (
      .wrongPacking(path: "a", tensor: "t", weight: nil, found: [1]),
      "`a`: `t` is packed, but the metadata do not say the weight's shape", true
    ),
    (
      .wrongPacking(path: "a", tensor: "t", weight: "2 x 3", found: [1, 9]),
      "`a`: `t` has shape [1, 9], which no weight of `2 x 3` is packed to", true
    ),
    (.unusedBytes(path: "a", range: 3..<5), "`a`: bytes 3 to 5 of the data belong to no tensor", true),
  ]

  @Test("each says file and cause", arguments: table)
  func message(error: TensorError, message: String, hasHint: Bool) {
    #expect(error.message == message)
    #expect((error.hint != nil) == hasHint)
  }

  @Test(
    "each fault of JSON says what and where",
    arguments: [
      (.endsEarly, "the text ends early at byte 3"), (.expected("`:`"), "expected `:` at byte 3"),
      (.badString, "a string is not valid at byte 3"), (.badNumber, "a number is not valid at byte 3"),
      (.tooDeep(limit: 64), "values nest deeper than 64 at byte 3"),
      (.unknownKey("k"), "`k` has no meaning here at byte 3"),
      (.tooMany("tensors", limit: 2), "there are more than 2 tensors at byte 3"),
      (.trailingBytes, "something follows the value at byte 3"),
    ] as [(JSONFault.Kind, String)])
  func fault(kind: JSONFault.Kind, message: String) { #expect(JSONFault(kind, at: 3).message == message) }

  @Test("a name of a million characters does not fill the screen")
  func longNames() {
    let error = TensorError.impossibleShape(path: "a", tensor: String(repeating: "n", count: 1_000_000), shape: [])
    #expect(error.message.utf8.count < 500)
  }
}
