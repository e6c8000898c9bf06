import M3Tensor
import Testing

@Suite("JSON reader")
struct JSONReaderTests {
  /// Reads one whole text by passing over it.
  private func check(_ text: String) throws(JSONFault) {
    var reader = JSONReader(Array(text.utf8))
    try reader.skip()
    try reader.finish()
  }

  @Test(
    "reads what RFC 8259 allows",
    arguments: [
      "{}", "[]", " [1 , -0, 0.5, 1e5, 1E-05, -2.5e+3] ", "\"\"", "\"\\u00e9\\ud83d\\ude00\\n\\/\"", "null", "true",
      "{\"a\":{\"b\":[{},[[]],null,false]},\"c\":1}\n", "123456789012345678901234567890",
    ])
  func accepts(text: String) throws { try check(text) }

  @Test(
    "refuses everything else",
    arguments: [
      "", " ", "{", "[", "[1,]", "{\"a\":1,}", "{,}", "[,1]", "{\"a\"}", "{\"a\" 1}", "{a:1}", "[1 2]", "[1}",
      "{\"a\":1]",
      "01", "+1", ".5", "1.", "1e", "--1", "0x10", "NaN", "Infinity", "1e999", "nul", "truee", "\"", "\"\\x\"",
      "\"\\u12\"",
      "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\u{01}\"", "{} {}", "'a'", "[1]//", "\u{FEFF}{}",
    ])
  func refuses(text: String) { #expect(throws: JSONFault.self) { try check(text) } }

  @Test(
    "bytes that are not UTF-8 are no string", arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]])
  func refusesBytes(bytes: [UInt8]) {
    for escape in ["", "\\n"] {
      var reader = JSONReader(Array("\"\(escape)".utf8) + bytes + Array("\"".utf8))
      #expect(throws: JSONFault.self) { try reader.string() }
    }
  }

  @Test("values come as they are written")
  func values() throws {
    var reader = JSONReader(Array("{\"k\\u0031\":[12, -3.5, \"a\\\"\\ud83d\\ude00\", true, null]}".utf8))
    try reader.beginObject()
    #expect(try reader.nextKey() == "k1")
    try reader.beginArray()
    #expect(try reader.nextElement())
    #expect(try reader.integer() == 12)
    #expect(try reader.nextElement())
    #expect(try reader.number() == .real(-3.5))
    #expect(try reader.nextElement())
    #expect(try reader.string() == "a\"\u{1F600}")
    #expect(try reader.nextElement())
    #expect(try reader.bool())
    #expect(try reader.nextElement())
    try reader.null()
    #expect(try !reader.nextElement())
    #expect(try reader.nextKey() == nil)
    try reader.finish()
  }

  @Test("a whole number must fit 64 bits", arguments: ["9223372036854775808", "1.0", "1e3"])
  func wholeNumbers(text: String) {
    var reader = JSONReader(Array(text.utf8))
    #expect(throws: JSONFault(.badNumber, at: 0)) { try reader.integer() }
  }

  @Test("a million brackets end at the limit of depth, not of the stack", arguments: ["[", "{\"a\":"])
  func depth(bracket: String) {
    let limit = JSONReader.depthLimit
    #expect(throws: JSONFault(.tooDeep(limit: limit), at: limit * bracket.utf8.count)) {
      try check(String(repeating: bracket, count: 1_000_000))
    }
  }

  @Test("text written as JSON reads back", arguments: ["", "plain", "q\"b\\s/", "\u{00}\u{1F}\n\t", "\u{E9}\u{1F600}"])
  func written(text: String) throws {
    var reader = JSONReader(Array(text.asJSON.utf8))
    #expect(try reader.string() == text)
    try reader.finish()
  }
}
