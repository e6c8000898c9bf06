import M3Core
import M3Text
import Testing

@Suite struct TextErrorTests {
  @Test(arguments: [
    (TextError.unreadable(path: "m", reason: "Permission denied"), "cannot read `m`: Permission denied", true),
    (.notAFile(path: "m\u{1B}[2J"), "`m\\u{1B}[2J` is not a regular file", true),
    (.tooLarge(path: "m", size: 9, limit: 8), "`m` has 9 bytes, more than any tokenizer model (at most 8)", true),
    (
      .malformed(path: "m", offset: 7, reason: "no pieces"),
      "`m` is not a sound sentencepiece model: no pieces at byte 7", true
    ),
    (
      .unsupported(path: "m", feature: "algorithm", found: "unigram", supported: "bpe"),
      "`m` cannot be used: its algorithm is unigram, supported is bpe", true
    ),
    (.refused(path: "m", reason: "unk\nis"), "libsentencepiece does not load `m`: unk\\nis", true),
    (.textTooLong(length: 9, limit: 8), "a text of 9 bytes is too long to tokenize (at most 8)", true),
    (.tokenization(path: "m", reason: "bad"), "libsentencepiece failed with the model `m`: bad", false),
    (.tokenOutOfRange(path: "m", id: 9, vocabularySize: 8), "token 9 is not in `m`, which has 8 pieces", true),
    (.letterWithoutToken(path: "m", letter: "Q"), "`m` has no token for the letter Q", true),
    (.unknownTemplate(name: "v2"), "`v2` is not a conversation template", true),
    (.unknownParser(name: "x"), "`x` is not a parser of multiple-choice answers", true),
    (.emptyQuestion(turn: 0), "the question is empty", false),
    (.emptyQuestion(turn: 1), "question 2 of the conversation is empty", false),
    (.optionCount(found: 1, legal: 2...26), "1 option given, 2 to 26 are possible", false),
    (.emptyOption(index: 2), "option 3 is empty", false),
    (.duplicateOption(text: "a", first: 0, second: 2), "options 1 and 3 are the same: `a`", true),
  ])
  func messages(error: TextError, message: String, hasHint: Bool) {
    #expect(error.message == message)
    #expect((error.hint != nil) == hasHint)
  }

  @Test func hintsListTheNames() throws {
    #expect(
      TextError.unknownTemplate(name: "x").hint
        == "templates are vicuna_v1, llava_v1, llava_v0, plain, llava_llama_2, mistral_instruct, chatml_direct, mpt")
    #expect(TextError.unknownParser(name: "x").hint == "parsers are strict, igvlm")
  }
}
