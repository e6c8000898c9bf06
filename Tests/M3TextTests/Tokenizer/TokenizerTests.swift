import M3Text
import Testing

@Suite struct TokenizerTests {
  @Test(arguments: Golden.names)
  func promptIDsAroundTheVisualTokens(name: String) throws {
    let golden = try #require(try Golden.load().checkpoints[name])
    let prompt = try Conversation().prompt(asking: golden.question)
    let parts = try Golden.tokenizer(name).parts(of: prompt)
    #expect(parts == [.tokens(golden.before), .visual, .tokens(golden.after)])
  }

  @Test(arguments: Golden.names)
  func everyTemplateAsTheSlowLlamaTokenizerReadsIt(name: String) throws {
    let golden = try Golden.load()
    let tokenizer = try Golden.tokenizer(name)
    let expected = try #require(golden.checkpoints[name]).promptIds
    #expect(expected.count == golden.prompts.count)
    for (written, ids) in zip(golden.prompts, expected) {
      let prompt = try golden.conversation(written)
        .prompt(asking: golden.questions[written.turns - 1], visual: written.visual)
      let found = try tokenizer.parts(of: prompt).flatMap { part -> [Int32] in
        switch part {
        case .tokens(let ids): ids
        case .visual: [-200]
        }
      }
      #expect(found == ids, "\(written.template), \(written.turns) turns")
    }
  }

  @Test(arguments: Golden.names)
  func plainTexts(name: String) throws {
    let tokenizer = try Golden.tokenizer(name)
    for text in try #require(try Golden.load().checkpoints[name]).texts {
      #expect(try tokenizer.encode(text.text) == text.ids, "\(text.text.debugDescription)")
    }
  }

  @Test(arguments: Golden.names)
  func answersOfTheModels(name: String) throws {
    let tokenizer = try Golden.tokenizer(name)
    let answers = try #require(try Golden.load().checkpoints[name]).answers
    #expect(answers.count >= 6)
    for answer in answers { #expect(try tokenizer.decode(answer.ids) == answer.text) }
  }

  @Test func vocabulary() throws {
    let tokenizer = try Golden.tokenizer()
    #expect(tokenizer.vocabularySize == 512)
    #expect(tokenizer.unknownID == 0)
    #expect(tokenizer.beginID == 1)
    #expect(tokenizer.endID == 2)
    #expect(tokenizer.piece(1) == "<s>")
    #expect(tokenizer.id("<s>") == 1)
    #expect(tokenizer.id("<unk>") == 0)
    #expect(tokenizer.id("no such piece") == nil)
    #expect(tokenizer.id("") == nil)
    #expect(tokenizer.piece(-1) == nil)
    #expect(tokenizer.piece(512) == nil)
    for id in 0..<Int32(512) { #expect(tokenizer.piece(id).flatMap { tokenizer.id($0) } == id) }
  }

  @Test(arguments: [-1, 512, Int32.max, Int32.min])
  func tokensOutsideTheVocabulary(id: Int32) throws {
    let tokenizer = try Golden.tokenizer()
    let error = TextError.tokenOutOfRange(path: tokenizer.path, id: id, vocabularySize: 512)
    #expect(throws: error) { try tokenizer.decode([5, id]) }
    var stream = TokenStream(tokenizer)
    #expect(throws: error) { try stream.append(id) }
  }

  @Test func controlTokensAreInvisible() throws {
    let tokenizer = try Golden.tokenizer()
    let ids = try tokenizer.encode("what happens")
    #expect(try tokenizer.decode([1] + ids + [2]) == "what happens")
    #expect(try tokenizer.decode([]) == "")
  }

  @Test func textsPastTheLimit() throws {
    let tokenizer = try Golden.tokenizer()
    let text = String(repeating: "a", count: Tokenizer.textLimit + 1)
    #expect(throws: TextError.textTooLong(length: Tokenizer.textLimit + 1, limit: Tokenizer.textLimit)) {
      try tokenizer.encode(text)
    }
  }

  /// Every letter's tokens decode to the letter, also for letters that only bytes can spell.
  @Test(arguments: Golden.names)
  func letters(name: String) throws {
    let tokenizer = try Golden.tokenizer(name)
    let choice = try MultipleChoice((1...26).map { "option \($0)" })
    let tokens = try tokenizer.letterTokens(for: choice)
    #expect(tokens.count == 26)
    #expect(Set(tokens.joined()).count == tokens.joined().count)
    for (letter, ids) in zip(choice.letters, tokens) {
      for id in ids { #expect(try tokenizer.decode([id]) == letter) }
    }
    let a = try #require(tokens.first)
    #expect(a.map { tokenizer.piece($0) } == ["\u{2581}A", "A"])
  }

  @Test func usedByManyTasksAtOnce() async throws {
    let tokenizer = try Golden.tokenizer()
    let text = "what happens in this video? caf\u{E9}"
    let expected = try tokenizer.encode(text)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try (0..<50).allSatisfy { _ in
            try tokenizer.encode(text) == expected && tokenizer.decode(expected) == text
          }
        }
      }
      for try await same in group { #expect(same) }
    }
  }
}
