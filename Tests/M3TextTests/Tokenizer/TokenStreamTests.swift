import M3Text
import Testing

@Suite struct TokenStreamTests {
  /// The parts of a stream, the last one from `finish`.
  private func parts(_ ids: [Int32], _ tokenizer: Tokenizer) throws -> [String] {
    var stream = TokenStream(tokenizer)
    return try ids.map { try stream.append($0) } + [stream.finish()]
  }

  @Test(arguments: Golden.names)
  func equalsDecodingTheWholeSequence(name: String) throws {
    let tokenizer = try Golden.tokenizer(name)
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<400 {
      // Mostly bytes, so that broken and whole characters form.
      let ids = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? Int32.random(in: 3..<259, using: &generator) : Int32.random(in: 0..<512, using: &generator)
      }
      #expect(try parts(ids, tokenizer).joined() == tokenizer.decode(ids), "\(ids)")
    }
  }

  @Test(arguments: Golden.names)
  func equalsDecodingUTF8(name: String) throws {
    let tokenizer = try Golden.tokenizer(name)
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<200 {
      let text = RoundTripTests.text(using: &generator)
      let ids = try tokenizer.encode(text)
      let parts = try parts(ids, tokenizer)
      #expect(parts.joined() == text)
      #expect(!parts.contains { $0.unicodeScalars.contains("\u{FFFD}") } || text.unicodeScalars.contains("\u{FFFD}"))
    }
  }

  @Test func holdsBackAnUnfinishedCharacter() throws {
    let tokenizer = try Golden.tokenizer()
    let ids = try ["<0xF0>", "<0x9F>", "<0x98>", "<0x80>"].map { try #require(tokenizer.id($0)) }
    #expect(try parts(ids, tokenizer) == ["", "", "", "\u{1F600}", ""])
    #expect(try parts(Array(ids.prefix(3)), tokenizer) == ["", "", "", "\u{FFFD}\u{FFFD}\u{FFFD}"])
    let a = try #require(tokenizer.id("\u{2581}a"))
    #expect(try parts([ids[0], ids[1], a], tokenizer) == ["", "", "\u{FFFD}\u{FFFD} a", ""])
  }

  @Test func dropsOnlyTheFirstSpace() throws {
    let tokenizer = try Golden.tokenizer()
    let space = try #require(tokenizer.id("\u{2581}"))
    let a = try #require(tokenizer.id("\u{2581}a"))
    #expect(try parts([a, a], tokenizer) == ["a", " a", ""])
    #expect(try parts([1, a, 2, a], tokenizer) == ["", "a", "", " a", ""])
    #expect(try parts([space, 2, a], tokenizer) == ["", "", " a", ""])
    #expect(try parts([0, a], tokenizer) == [" \u{2047} ", " a", ""])
  }
}
