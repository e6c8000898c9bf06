import M3Text
import Testing

/// Models of closed vocabularies, read back by the real tokenizer.
@Suite struct WordVocabularyTests {
  private static let texts = [
    "what happens? ASSISTANT:", "\nwhere is the red object, seen from the user's object?",
    "the flash flashes two times.",
    "A. ring\nB. a ring", "somewhere what",
  ]

  private func tokenizer(_ texts: [String] = texts) throws -> Tokenizer {
    try Tokenizer(bytes: WordVocabulary(of: texts).model(), path: "made")
  }

  private func pieces(_ text: String, _ tokenizer: Tokenizer) throws -> [String] {
    try tokenizer.encode(text).map { tokenizer.piece($0) ?? "none" }
  }

  @Test func everyWordIsOnePiece() throws {
    let tokenizer = try tokenizer()
    #expect(try pieces("what happens? ASSISTANT:", tokenizer) == ["▁what", "▁happens", "?", "▁ASSISTANT", ":"])
    #expect(try pieces("the flash flashes", tokenizer) == ["▁the", "▁flash", "▁flashes"])
    #expect(try pieces("somewhere what", tokenizer) == ["▁somewhere", "▁what"])
    #expect(try pieces("the user's ring.", tokenizer) == ["▁the", "▁user", "'", "s", "▁ring", "."])
  }

  @Test func wordsAfterALineBreakHaveNoSpaceBeforeThem() throws {
    let tokenizer = try tokenizer()
    #expect(
      try pieces("\nwhere is A. ring\nB.", tokenizer)
        == ["▁", "<0x0A>", "where", "▁is", "▁A", ".", "▁ring", "<0x0A>", "B", "."])
  }

  @Test(arguments: texts + ["the red where", "user's times, from two."]) func textsComeBack(text: String) throws {
    let tokenizer = try tokenizer()
    #expect(try tokenizer.decode(tokenizer.encode(text)) == text)
  }

  @Test(arguments: ["Grüße", "zebra 123 %", "日本語", "wha", "flashe"]) func unknownWordsComeBackToo(text: String) throws {
    let tokenizer = try tokenizer()
    #expect(!(try tokenizer.encode(text)).contains(tokenizer.unknownID))
    #expect(try tokenizer.decode(tokenizer.encode(text)) == text)
  }

  @Test func specialTokensStandWhereLLaMAHasThem() throws {
    let tokenizer = try tokenizer()
    #expect((tokenizer.unknownID, tokenizer.beginID, tokenizer.endID) == (0, 1, 2))
    #expect(tokenizer.id("<0x0A>") == Int32(3 + 10))
  }

  @Test func theSameTextsGiveTheSameBytes() {
    #expect(WordVocabulary(of: Self.texts).model() == WordVocabulary(of: Self.texts.reversed()).model())
  }
}
