import M3Core

extension Scene {
  /// The benchmark's questions about the scene: at most one of a family (two characters), answers balanced over scenes.
  ///
  /// The choice is the scene's own and always the same. Multiple-choice forms follow the open ones.
  public func questions(_ forms: Set<QuestionForm> = [.open]) -> [WorldQuestion] {
    var generator = WorldGenerator(seed: WorldGenerator.mix(seed ^ 0x51))
    let all = Dictionary(grouping: everyQuestion(), by: \.kind)
    var chosen: [WorldQuestion] = []
    for family in WorldFamily.allCases {
      let kinds = QuestionKind.allCases.filter { $0.family == family && all[$0] != nil }
      let kind = generator.pick(kinds)
      let asks = generator.chance(kind.map(willingness) ?? 1)
      let candidates = generator.shuffled(kind.flatMap { all[$0] } ?? [])
      guard asks else { continue }
      chosen += candidates.prefix(family == .character ? 2 : 1)
    }
    let open = forms.contains(.open) ? chosen : []
    return open + (forms.contains(.choice) ? chosen.map { $0.offering(choices(for: $0, using: &generator)) } : [])
  }

  /// Everything that can be asked about the scene, in open form.
  ///
  /// Meant for training: answers such as "no flash" are not balanced here.
  public func everyQuestion() -> [WorldQuestion] {
    var questions = objectQuestions() + boardQuestions()
    if kind == .clip { questions += motionQuestions() + flashQuestions() + [captionQuestion()] }
    if kind == .image { questions.append(briefQuestion(flashes.first)) }
    return questions
  }

  /// Multiple choice with options drawn by a generator, for training.
  public func offering(_ question: WorldQuestion, using generator: inout WorldGenerator) -> WorldQuestion {
    question.offering(choices(for: question, using: &generator))
  }

  /// The chance that the benchmark asks a question whose kind has a commoner answer for this scene.
  private func willingness(_ kind: QuestionKind) -> Float {
    let weights = Self.flashWeights
    switch kind {
    case .mover where mover == nil: return Float(WorldDirection.allCases.count) / Float(WorldColor.allCases.count)
    case .brief where flashes.isEmpty: return weights[1] / Float(WorldColor.allCases.count) / weights[0]
    case .repetition where flashes.count == 1: return weights[0] / weights[1]
    default: return 1
    }
  }

  func ask(
    _ kind: QuestionKind, _ question: String, _ answer: String, _ evidence: WorldEvidence, number: Int = 0
  ) -> WorldQuestion {
    let id = "\(name)-\(kind.rawValue)" + (number == 0 ? "" : "-\(number)")
    return WorldQuestion(id: id, kind: kind, question: question, answer: answer, choices: nil, evidence: evidence)
  }

  /// From the first frame to the end.
  var wholeTime: [[Double]] { spans([0..<frameCount]) }

  /// The times that some frames are on screen; none in an image.
  func spans(_ frames: [Range<Int>]) -> [[Double]] {
    guard kind == .clip else { return [] }
    return frames.map { [WorldEvidence.rounded(time($0.lowerBound)), WorldEvidence.rounded(time($0.upperBound))] }
  }

  func evidence(
    of object: SceneObject, scale: VisualScale = .tokens9, frames: Int = 1
  ) -> WorldEvidence {
    let first = object.origin(step: 0)
    let last = object.origin(step: kind == .clip ? SceneObject.steps - 1 : 0)
    return WorldEvidence(
      times: wholeTime,
      region: WorldEvidence.region(
        x: min(first.x, last.x), y: min(first.y, last.y), width: abs(first.x - last.x) + object.size,
        height: abs(first.y - last.y) + object.size), scale: scale, frames: frames)
  }
}
