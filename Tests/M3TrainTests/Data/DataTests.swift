import Foundation
import M3Core
import M3Model
import M3TestSupport
import M3Tensor
import M3Text
import M3World
import Testing

@testable import M3Train

/// Samples of the world and of files.
@Suite struct DataTests {
  private func prompt() throws -> PromptWriter {
    PromptWriter(try Tokenizer(path: Goldens.path("llava15/tokenizer.model")))
  }

  private func request(_ index: Int, frames: Int = 3, scales: [VisualScale] = [.tokens1]) -> SampleRequest {
    SampleRequest(
      index: index, plan: TrainingStage.Plan(frames: frames, scales: scales), weighting: .question, isHeldOut: false,
      generator: WorldGenerator(seed: 9))
  }

  @Test func everyPromptOfTheWorldIsWordsOnly() throws {
    let tokenizer = try Tokenizer(bytes: WordVocabulary(of: WorldTexts.all()).model(), path: "made")
    let prompt = PromptWriter(tokenizer)
    var generator = WorldGenerator(seed: 3)
    for index in 0..<20 {
      let scene = Scene(split: .test, index: index)
      for question in scene.everyQuestion() {
        for form in [question, scene.offering(question, using: &generator)] {
          let segment = try prompt.segment([WorldSource.exchange(form)], weighting: .question, kind: "x")
          for id in segment.tokens {
            let piece = try #require(tokenizer.piece(id))
            #expect(!piece.hasPrefix("<0x") || piece == "<0x0A>", "\(piece) in \(form.prompt)")
            let isWhole =
              piece.count > 2 || ["▁a", "▁A", "▁B", "▁C", "▁D"].contains(piece)
              || piece.count == 1 || piece.hasPrefix("▁")
            #expect(isWhole, "\(piece) in \(form.prompt)")
          }
        }
      }
    }
  }

  /// A plan's own families go before the stage's.
  @Test func plansChooseTheirFamilies() throws {
    var data = DataSource(.worldClips)
    data.families = [.gist, .count]
    let source = try WorldSource(data, side: 96, prompt: prompt())
    var wanted = request(4)
    #expect(Set(try source.sample(wanted).segments.map(\.kind)) == ["gist", "count"])
    wanted.plan.families = [.motion]
    #expect(Set(try source.sample(wanted).segments.map(\.kind)) == ["motion"])
  }

  /// A scene without questions of a kind gives its turn to the next that has some.
  @Test func plansChooseTheirKinds() throws {
    let prompt = try prompt()
    let source = try WorldSource(DataSource(.worldClips), side: 96, prompt: prompt)
    for index in 0..<8 {
      var wanted = request(index)
      wanted.plan.kinds = [.after]
      let texts = try source.sample(wanted).segments.map { try prompt.tokenizer.decode($0.tokens) }
      #expect(!texts.isEmpty && texts.allSatisfy { $0.contains("the flash after the") }, "\(texts)")
    }
  }

  @Test func openQuestionsMayAskForShortAnswers() throws {
    func texts(_ share: Double?, isHeldOut: Bool = false) throws -> [String] {
      var data = DataSource(.worldClips)
      (data.shortShare, data.choiceShare) = (share, 0.5)
      let source = try WorldSource(data, side: 96, prompt: prompt())
      var wanted = request(4)
      wanted.isHeldOut = isHeldOut
      return try source.sample(wanted).segments.map { try prompt().tokenizer.decode($0.tokens) }
    }
    let asked = try texts(1)
    #expect(asked.contains { $0.contains(MultipleChoice.instruction) })
    #expect(asked.allSatisfy { $0.contains(ShortAnswer.instruction) != $0.contains(MultipleChoice.instruction) })
    #expect(try texts(nil).allSatisfy { !$0.contains(ShortAnswer.instruction) })
    #expect(try texts(1, isHeldOut: true).allSatisfy { !$0.contains(ShortAnswer.instruction) })
  }

  @Test func questionsAreWrittenAsAnsweringReadsThem() throws {
    let prompt = try prompt()
    let segment = try prompt.segment(
      [
        Conversation.Exchange(question: "What happens?", answer: "two dogs"),
        Conversation.Exchange(question: "Why?", answer: "no"),
      ], weighting: .question, kind: "x")
    let conversation = Conversation(exchanges: [.init(question: "What happens?", answer: "two dogs")])
    let parts = try prompt.tokenizer.parts(of: conversation.prompt(asking: "Why?"))
    guard case .tokens(let ids)? = parts.last else {
      Issue.record("no tokens behind the visual ones")
      return
    }
    #expect(Array(segment.tokens.prefix(ids.count)) == ids)
    // Both answers and their ends are supervised, each answer with the weight 1.
    let supervised = zip(segment.tokens, segment.weights).filter { $0.1 > 0 }.map(\.0)
    let end = try #require(prompt.tokenizer.endID)
    #expect(
      supervised == (try prompt.tokenizer.encode("two dogs")) + [end] + (try prompt.tokenizer.encode("no")) + [end])
    #expect(abs(segment.weights.reduce(0, +) - 2) < 1e-6)
  }

  @Test func aClipsFramesAreDrawnOnceForEachState() throws {
    var data = DataSource(.worldClips)
    data.questions = 5
    let source = try WorldSource(data, side: 24, prompt: prompt())
    let sample = try source.sample(request(4, frames: 48, scales: [.tokens1, .tokens9]))
    let scene = Scene(split: .train, index: 4)
    let frames = WorldSource.midpoints(48, of: 96)
    #expect(frames == FrameTimeline(count: 96, framesPerSecond: Rational(12, 1)).indices(48, by: .midpoint))
    #expect(sample.crops.count == Set(frames.map { scene.state($0) }).count)
    #expect(sample.variants.map(\.name) == ["48x1", "48x9"])
    #expect(sample.segments.count == 5)
    let again = try source.sample(request(4, frames: 48, scales: [.tokens1, .tokens9]))
    #expect(again.crops == sample.crops && again.segments.map(\.tokens) == sample.segments.map(\.tokens))
  }

  @Test func scenesThatComeAgainAreTheSamePictures() throws {
    var data = DataSource(.worldClips)
    data.scenes = 4
    let source = try WorldSource(data, side: 24, prompt: prompt())
    let first = try source.sample(request(1, frames: 8))
    var again = request(5, frames: 6)
    again.generator = WorldGenerator(seed: 77)
    let second = try source.sample(again)
    let pictures = Dictionary(uniqueKeysWithValues: zip(first.cropKeys, first.crops))
    var met = 0
    for (key, crop) in zip(second.cropKeys, second.crops) {
      guard let known = pictures[key] else { continue }
      #expect(known == crop)
      met += 1
    }
    #expect(met > 0)
    data.scenes = nil
    #expect(try WorldSource(data, side: 24, prompt: prompt()).sample(request(1)).cropKeys.isEmpty)
  }

  @Test func anEpochShowsEverythingOnce() {
    for count in [1, 2, 5, 64, 1000] {
      let first = (0..<count).map { Shuffle(count: count, seed: 0)[$0] }
      #expect(first.sorted() == Array(0..<count))
      if count > 60 { #expect(first != (0..<count).map { Shuffle(count: count, seed: 1)[$0] }) }
    }
  }

  @Test func conversationsWithAVideoAPictureAndNeither() throws {
    let folder = try TemporaryFolder()
    try folder.copy(Goldens.path("llava15/clip.mkv"), as: "clip.mkv")
    try folder.copy(Goldens.path("llava15/wide.png"), as: "wide.png")
    let path = try folder.write(
      "data.json",
      """
      [{"id": "a", "video": "clip.mkv", "conversations": [{"from": "human", "value": "<video>\\nWhat?"},
        {"from": "gpt", "value": "Dogs."}, {"from": "human", "value": "Why?"}, {"from": "gpt", "value": "No."}]},
       {"image": "wide.png", "conversations": [{"from": "human", "value": "Where?\\n<image>"}, {"from": "gpt", "value": "There."}]},
       {"conversations": [{"from": "human", "value": "Hello"}, {"from": "gpt", "value": "Yes."}]}]
      """)
    let items = try ConversationFile.items(path, root: folder.path)
    let processing = try Checkpoint.open(Goldens.path("llava15")).configuration.imageProcessing
    let source = try FileSource(items, processing, prompt: prompt(), mostQuestions: 4)
    #expect(items[1].conversations[0][0].question == "Where?")
    var kinds: Set<String> = []
    for index in 0..<3 {
      let sample = try source.sample(request(index, frames: 3, scales: [.tokens9]))
      kinds.insert(sample.variants[0].name)
      #expect(sample.crops.allSatisfy { $0.width == 96 && $0.height == 96 })
      #expect(sample.crops.count == sample.variants[0].slots.count)
    }
    #expect(kinds == ["3x9", "1x9", "text"])
  }

  @Test func questionsAboutOneVideoAreOneSample() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "q.jsonl",
      """
      {"id": "1", "video": "a.mp4", "question": "What?", "answer": "x"}
      {"id": "2", "video": "b.mp4", "question": "Why?", "answer": "y", "type": "reason"}

      {"id": "3", "video": "a.mp4", "question": "Which?", "answer": "n", "choices": ["m", "n"]}
      """)
    let items = try QuestionFile.items(path, root: "/clips")
    #expect(items.map(\.clip) == ["/clips/a.mp4", "/clips/b.mp4"])
    #expect(items[0].conversations.map(\.[0].answer) == ["x", "B"])
    #expect(items[1].kinds == ["reason"])
  }

  @Test(arguments: [
    ("data.json", "[{\"image\": 3}]", "Index 0.image"),
    ("data.json", "[{\"image\": \"a\", \"conversations\": [{\"from\": \"gpt\", \"value\": \"\"}]}]", "entry 0"),
    ("data.json", "{", "data.json"),
    ("q.jsonl", "{\"video\": \"a\", \"question\": \"b\"}", "line 1"),
    (
      "q.jsonl", "{\"video\": \"a\", \"question\": \"b\", \"answer\": \"c\", \"choices\": [\"d\", \"e\"]}",
      "none of the choices"
    ),
  ])
  func damagedDataNamesItsPlace(name: String, text: String, place: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(name, text)
    let error = #expect(throws: TrainError.self) {
      _ = name.hasSuffix("l") ? try QuestionFile.items(path, root: "") : try ConversationFile.items(path, root: "")
    }
    #expect(error?.message.contains(place) == true, "\(error?.message ?? "")")
  }

  @Test func batchesWaitInOrderAndErrorsArrive() throws {
    struct Broken: Error {}
    let queue = BatchQueue(steps: 0..<5, ahead: 2) { step in
      guard step < 3 else { throw Broken() }
      return step
    }
    for step in 0..<3 { #expect(try queue.next() == step) }
    #expect(throws: Broken.self) { try queue.next() }
    queue.stop()
  }
}
