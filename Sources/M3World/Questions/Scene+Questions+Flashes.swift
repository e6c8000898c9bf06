import M3Core

extension Scene {
  /// The only flash, the order of several, their number.
  func flashQuestions() -> [WorldQuestion] {
    var questions: [WorldQuestion] = []
    if flashes.count <= 1 { questions.append(briefQuestion(flashes.first)) }
    if flashes.count >= 2 { questions += orderQuestions() }
    let times = flashes.isEmpty ? wholeTime : spans(flashes.map(\.frames))
    questions.append(
      ask(.repetition, "how many times does it flash?", WorldNumber.cardinals[flashes.count], flashEvidence(times)))
    return questions
  }

  /// The flash's colour, or that there is none.
  func briefQuestion(_ flash: SceneFlash?) -> WorldQuestion {
    let times = flash.map { spans([$0.frames]) } ?? wholeTime
    return ask(
      .brief, "what color is the flash?", flash?.color.rawValue ?? QuestionKind.noFlash, flashEvidence(times))
  }

  private func orderQuestions() -> [WorldQuestion] {
    var questions: [WorldQuestion] = []
    let evidence = flashEvidence(spans(flashes.map(\.frames)))
    for (number, flash) in flashes.enumerated() {
      let color = flash.color.rawValue
      if number == 0 { questions.append(ask(.first, "what color is the first flash?", color, evidence)) }
      if number == flashes.count - 1 { questions.append(ask(.last, "what color is the last flash?", color, evidence)) }
      guard number > 0 else { continue }
      let previous = flashes[number - 1].color.rawValue
      questions.append(
        ask(.after, "what color is the flash after the \(previous) one?", color, evidence, number: number - 1))
      questions.append(
        ask(.before, "what color is the flash before the \(color) one?", previous, evidence, number: number - 1))
    }
    return questions
  }

  private func flashEvidence(_ times: [[Double]]) -> WorldEvidence {
    let frames = timing.map { ($0.frameCount + $0.flashLength - 1) / $0.flashLength } ?? 1
    return WorldEvidence(times: times, region: WorldEvidence.wholeFrame, scale: .tokens1, frames: frames)
  }
}
