import M3Core
import M3Text
import M3World

/// Samples of the synthetic world, drawn straight from scenes: no file is written or read.
struct WorldSource: SampleSource {
  let data: DataSource
  let side: Int
  let prompt: PromptWriter
  private let before: [Int32]

  init(_ data: DataSource, side: Int, prompt: PromptWriter) throws(TrainError) {
    self.data = data
    self.side = side
    self.prompt = prompt
    do throws(TextError) { before = try prompt.before() } catch { throw .text(error) }
  }

  var heldOutCount: Int? { nil }

  private var kind: SceneKind { data.kind == .worldClips ? .clip : .image }

  func sample(_ request: SampleRequest) throws -> TrainingSample {
    var generator = request.generator
    let (scene, questions) = sceneToAsk(request, &generator)
    let frames = Self.midpoints(min(request.plan.frames, scene.frameCount), of: scene.frameCount)
    // Scenes that come again are the same pictures again.
    var looks = data.scenes == nil ? request.generator : WorldGenerator(seed: WorldGenerator.mix(scene.seed ^ 0xA6))
    let (crops, keys, places) = crops(of: scene, frames, .likeFile(using: &looks))
    return TrainingSample(
      crops: crops, cropKeys: data.scenes == nil ? [] : keys,
      variants: request.plan.scales.map { TrainingSample.Variant(scale: $0, frames: places) },
      before: before,
      segments: try questions.map { question in
        try prompt.segment(
          [try exchange(question, request, &generator)], weighting: request.weighting, kind: question.family.rawValue)
      })
  }

  /// The scene whose turn it is, or of training scenes the next one that has questions of the wanted kinds.
  private func sceneToAsk(
    _ request: SampleRequest, _ generator: inout WorldGenerator
  ) -> (scene: Scene, questions: [WorldQuestion]) {
    for place in 0..<(request.isHeldOut ? 1 : Self.scenesTried) {
      let scene = scene(request.index + place, request)
      let asked = questions(about: scene, request, &generator)
      if !asked.isEmpty { return (scene, asked) }
    }
    return (scene(request.index, request), [])
  }

  private func scene(_ index: Int, _ request: SampleRequest) -> Scene {
    Scene(
      split: request.isHeldOut ? .val : .train,
      index: data.scenes.map { request.isHeldOut ? index : index % $0 } ?? index, kind: kind,
      timings: data.timings ?? .standard)
  }

  /// Of which hardly ever none has questions of a kind.
  private static let scenesTried = 64

  /// The frame in the middle of each of `count` equal parts (`SamplingRule.midpoint` at a constant rate).
  static func midpoints(_ count: Int, of frames: Int) -> [Int] {
    (0..<count).map { frames * (2 * $0 + 1) / (2 * count) }
  }

  /// Distinct pictures of the frames, each drawn once, their keys, and which of them each frame is.
  private func crops(
    of scene: Scene, _ frames: [Int], _ augmentation: Augmentation
  ) -> (crops: [Picture], keys: [UInt64], places: [Int]) {
    let renderer = SceneRenderer(scene, side: side)
    let (states, representatives) = scene.distinctStates()
    var numbers: [Int: Int] = [:]
    var crops: [Picture] = []
    var keys: [UInt64] = []
    let places = frames.map { frame in
      let state = states[frame]
      if let known = numbers[state] { return known }
      numbers[state] = crops.count
      crops.append(renderer.frame(representatives[state], augmentation: augmentation))
      keys.append(WorldGenerator.mix(scene.seed &+ UInt64(state)))
      return crops.count - 1
    }
    return (crops, keys, places)
  }

  /// The benchmark's own questions of a held-out scene; of a training scene some of all, no kind favoured.
  private func questions(
    about scene: Scene, _ request: SampleRequest, _ generator: inout WorldGenerator
  ) -> [WorldQuestion] {
    let families = (request.plan.families ?? data.families).map(Set.init)
    let wanted = request.plan.kinds.map(Set.init)
    func isWanted(_ question: WorldQuestion) -> Bool {
      (families?.contains(question.family) ?? true) && (wanted?.contains(question.kind) ?? true)
    }
    if request.isHeldOut { return scene.questions().filter(isWanted) }
    var byKind = Dictionary(grouping: scene.everyQuestion().filter(isWanted), by: \.kind)
    let kinds = QuestionKind.allCases.filter { byKind[$0] != nil }.shuffled(using: &generator)
    for kind in kinds { byKind[kind]?.shuffle(using: &generator) }
    let most = data.questions ?? Self.questions
    var chosen: [WorldQuestion] = []
    var round = 0
    while chosen.count < most {
      let next = kinds.compactMap { kind in byKind[kind].flatMap { round < $0.count ? $0[round] : nil } }
      guard !next.isEmpty else { break }
      chosen += next.prefix(most - chosen.count)
      round += 1
    }
    let share = Float(data.choiceShare ?? 0)
    return chosen.map { question in
      generator.unit() < share ? scene.offering(question, using: &generator) : question
    }
  }

  /// The question as it is put in training, with the sentence for short answers or without; without it when held out.
  private func exchange(
    _ question: WorldQuestion, _ request: SampleRequest, _ generator: inout WorldGenerator
  ) throws(TextError) -> Conversation.Exchange {
    var exchange = try Self.exchange(question)
    if let share = data.shortShare, question.choices == nil, !request.isHeldOut, generator.unit() < Float(share) {
      exchange.question = ShortAnswer.question(exchange.question)
    }
    return exchange
  }

  /// The question as `m3-video ask` would put it, and its answer.
  static func exchange(_ question: WorldQuestion) throws(TextError) -> Conversation.Exchange {
    guard let choices = question.choices else {
      return Conversation.Exchange(question: question.question, answer: question.answer)
    }
    let choice = try MultipleChoice(choices)
    return Conversation.Exchange(
      question: choice.question(question.question), answer: choice.letters[question.answerIndex ?? 0])
  }

  /// Questions about a clip unless the recipe says otherwise.
  private static let questions = 12
}
