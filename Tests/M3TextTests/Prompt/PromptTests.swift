import M3Text
import Testing

@Suite struct PromptTests {
  /// Every template, one to three turns, with and without a clip, as the reference writes it.
  @Test func conversationsAsTheReferenceWritesThem() throws {
    let golden = try Golden.load()
    #expect(Set(golden.prompts.map(\.template)) == Set(ConversationTemplate.allCases.map(\.rawValue)))
    for written in golden.prompts {
      let prompt = try golden.conversation(written)
        .prompt(asking: golden.questions[written.turns - 1], visual: written.visual)
      #expect(prompt.written == written.text)
      #expect(prompt.segments.count { $0 == .visual } == (written.visual ? 1 : 0))
    }
  }

  @Test(arguments: [
    (
      ConversationTemplate.vicunaV1,
      "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions. USER: <image>\nWho? ASSISTANT:"
    ),
    (
      .llavaV1,
      "A chat between a curious human and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the human's questions. USER: <image>\nWho? ASSISTANT:"
    ),
    (
      .llavaV0,
      "A chat between a curious human and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the human's questions.###Human: <image>\nWho?###Assistant:"
    ),
    (.plain, "<image>\nWho?\n"),
    (.mistralInstruct, "[INST] <image>\nWho? [/INST]"),
    (
      .chatmlDirect,
      "<|im_start|>system\nAnswer the questions.<|im_end|><|im_start|>user\n<image>\nWho?<|im_end|><|im_start|>assistant\n"
    ),
  ])
  func singleQuestions(template: ConversationTemplate, written: String) throws {
    #expect(try Conversation(template: template).prompt(asking: "Who?").written == written)
  }

  @Test(arguments: [
    (ConversationTemplate.vicunaV1, "USER: <image>\nWho? ASSISTANT:"),
    (.llavaV0, "Human: <image>\nWho?###Assistant:"),
    (.plain, "<image>\nWho?\n"),
    (.llavaLlama2, "[INST] <image>\nWho? [/INST]"),
    (.mpt, "<|im_start|>user\n<image>\nWho?<|im_end|><|im_start|>assistant\n"),
  ])
  func withoutASystemText(template: ConversationTemplate, written: String) throws {
    for system in [Conversation.System.none, .text("")] {
      #expect(try Conversation(template: template, system: system).prompt(asking: "Who?").written == written)
    }
  }

  @Test(arguments: [
    ("open", IGVLMPrompt.vicuna7B), ("open", .vicuna13B), ("open", .yi34B),
    ("choice5", .vicuna7B), ("choice5", .vicuna13B), ("choice5", .yi34B),
    ("choice4", .vicuna7B), ("choice4", .vicuna13B), ("choice4", .yi34B),
  ])
  func igvlm(kind: String, size: IGVLMPrompt) throws {
    let question = "why did the boy jump"
    let options = ["to run", "to play", "he fell", "music", "to rest"]
    let prompt =
      switch kind {
      case "open": try size.openEnded(question)
      case "choice4": try size.multipleChoice(question, MultipleChoice(Array(options.prefix(4))))
      default: try size.multipleChoice(question, MultipleChoice(options))
      }
    #expect(prompt.written == (try Golden.load().igvlm["\(kind) \(size.rawValue)"]))
    #expect(prompt.segments.contains(.visual))
  }

  @Test func igvlmAddsItsQuestionMarkAnyway() throws {
    #expect(try IGVLMPrompt.vicuna7B.openEnded("Who?").written.contains("Question: Who?? \nASSISTANT:"))
  }

  @Test func igvlmWantsFourOrFiveOptions() throws {
    let three = try MultipleChoice(["a", "b", "c"])
    #expect(throws: TextError.optionCount(found: 3, legal: 4...5)) {
      try IGVLMPrompt.vicuna7B.multipleChoice("Who?", three)
    }
  }

  @Test(arguments: [
    ("a dog.", "a dog."), ("  a dog\n", "a dog"), ("x ASSISTANT: one ASSISTANT: two ", "two"), ("ASSISTANT:", ""),
    ("", ""),
  ])
  func igvlmAnswers(output: String, answer: String) { #expect(IGVLMPrompt.answer(in: output) == answer) }

  @Test(arguments: ["", " ", "\n\t"])
  func emptyQuestions(question: String) throws {
    #expect(throws: TextError.emptyQuestion(turn: 0)) { try Conversation().prompt(asking: question) }
    #expect(throws: TextError.emptyQuestion(turn: 1)) {
      try Conversation(exchanges: [.init(question: "Who?", answer: "No one")]).prompt(asking: question)
    }
    #expect(throws: TextError.emptyQuestion(turn: 0)) { try IGVLMPrompt.yi34B.openEnded(question) }
  }

  @Test func captionsNeedNoQuestion() throws {
    #expect(try Conversation(template: .plain).prompt(asking: "").segments == [.visual])
    #expect(throws: TextError.emptyQuestion(turn: 0)) {
      try Conversation(template: .plain).prompt(asking: "", visual: false)
    }
  }

  @Test func neighbouringTextsAreOne() {
    #expect(Prompt([.text("a"), .text(""), .text("b"), .visual, .text("")]).segments == [.text("ab"), .visual])
  }

  @Test func templatesByName() throws {
    for template in ConversationTemplate.allCases {
      #expect(try ConversationTemplate(name: template.rawValue) == template)
      #expect(!template.stopStrings.isEmpty && template.stopMarkers.contains(.end))
    }
    #expect(ConversationTemplate.standard == .vicunaV1)
    #expect(throws: TextError.unknownTemplate(name: "vicuna")) { try ConversationTemplate(name: "vicuna") }
  }
}
