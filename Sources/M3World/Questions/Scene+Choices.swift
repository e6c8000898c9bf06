extension Scene {
  /// Four options in random order, the answer among them.
  ///
  /// Which option is right cannot be told from the options: wherever an option's being there depends on the scene, the
  /// wrong ones come from the same draw as the right one.
  func choices(for question: WorldQuestion, using generator: inout WorldGenerator) -> [String] {
    let options: [String]
    switch question.kind {
    case .line: options = lineChoices(using: &generator)
    case .caption: options = captionChoices(using: &generator)
    default:
      let others = generator.shuffled((question.kind.answers ?? []).filter { $0 != question.answer })
      options = [question.answer] + likely(others, for: question).prefix(3)
    }
    return generator.shuffled(options)
  }

  /// The wrong answers with the tempting ones first: other flashes of the clip, other characters of the board.
  private func likely(_ others: [String], for question: WorldQuestion) -> [String] {
    var tempting: Set<String> = []
    var excluded: Set<String> = []
    switch question.kind {
    case .first, .last: tempting = Set(flashes.map(\.color.rawValue))
    case .after, .before:
      tempting = Set(flashes.map(\.color.rawValue))
      excluded = tempting.filter { question.question.contains(" \($0) one") }
    case .character: tempting = Set((board?.lines ?? []).joined().map(\.rawValue))
    default: break
    }
    let allowed = others.filter { !excluded.contains($0) }
    return allowed.filter { tempting.contains($0) } + allowed.filter { !tempting.contains($0) }
  }

  /// The board's lines and one that it does not have.
  private func lineChoices(using generator: inout WorldGenerator) -> [String] {
    guard let board else { return [] }
    var lines = board.lines.indices.map { board.text(line: $0) }
    while lines.count < 4 {
      let line = (0..<SceneBoard.lineLength).map { _ in (generator.pick(WorldGlyph.allCases) ?? .zero).rawValue }
        .joined(separator: " ")
      if !lines.contains(line) { lines.append(line) }
    }
    return lines
  }

  /// Two actions by two numbers of flashes, so that no option stands out as the one that the others vary.
  private func captionChoices(using generator: inout WorldGenerator) -> [String] {
    let truth = caption
    var other = truth
    if mover == nil || generator.chance(0.75) {
      other.direction = generator.pick(WorldDirection.allCases.filter { $0 != truth.direction })
      if mover == nil {
        other.color = generator.pick(WorldColor.allCases)
        other.shape = generator.pick(WorldShape.allCases)
      }
    } else {
      (other.color, other.shape, other.direction) = (nil, nil, nil)
    }
    let flashes = otherFlashCount(using: &generator)
    return [truth, other].flatMap { caption in
      [caption.flashes, flashes].map { count in
        var option = caption
        option.flashes = count
        return option.sentence
      }
    }
  }

  /// A wrong number of flashes, so drawn that of any two offered each is right equally often.
  private func otherFlashCount(using generator: inout WorldGenerator) -> Int {
    let weights = Self.flashWeights
    let others = weights.indices.filter { $0 != flashes.count }
    guard flashes.count != 1 else { return generator.pick(others) ?? 0 }
    let one = weights[1] / Float(others.count) / weights[0]
    return others[generator.index(weights: others.map { $0 == 1 ? one : (1 - one) / Float(others.count - 1) })]
  }
}
