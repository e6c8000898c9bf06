import M3Core

/// What a caption says: the moving object, where it goes, the background, the number of flashes.
///
/// "the red circle moves left on a navy background and it flashes two times."
public struct Caption: Hashable, Codable, Sendable {
  /// Nil when nothing moves.
  public var color: WorldColor?
  public var shape: WorldShape?
  public var direction: WorldDirection?
  public var background: WorldBackground
  public var flashes: Int

  /// The caption's sentence.
  public var sentence: String {
    let article = "a"
    let flashing = flashes == 0 ? "never flashes" : "flashes \(WorldNumber.times(flashes))"
    return "\(action) on \(article) \(background.rawValue) background and it \(flashing)."
  }

  private var action: String {
    guard let color, let shape, let direction else { return QuestionKind.nothingMoves }
    return "the \(color.rawValue) \(shape.rawValue) moves \(direction.rawValue)"
  }
}

extension Scene {
  /// What a caption of the scene should say.
  public var caption: Caption {
    Caption(
      color: mover?.color, shape: mover?.shape, direction: mover?.motion, background: background.color,
      flashes: flashes.count)
  }

  func captionQuestion() -> WorldQuestion {
    let frames = timing.map { ($0.frameCount + $0.flashLength - 1) / $0.flashLength } ?? 1
    return ask(
      .caption, "what happens?", caption.sentence,
      WorldEvidence(times: wholeTime, region: WorldEvidence.wholeFrame, scale: .tokens36, frames: frames))
  }
}
