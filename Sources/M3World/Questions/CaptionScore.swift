/// Which facts an answer to "what happens?" names right, read from its words alone.
///
/// An answer may be worded freely: a colour directly before a shape names the object, a direction after "moves" (or
/// "moving") the action, a colour before "background" the background, a number before "times" the flashes.
public struct CaptionScore: Equatable, Codable, Sendable {
  /// What a caption can be right about.
  public enum Fact: String, CaseIterable, Codable, Sendable {
    case color, shape, action, background, flashes
  }

  /// Facts that the scene has: without a moving object there is neither colour nor shape to name.
  public let asked: Set<Fact>
  /// Facts that the answer names right.
  public let right: Set<Fact>
  /// Facts that the answer states otherwise; the rest of `asked` it does not mention.
  public let wrong: Set<Fact>

  /// The object and what it does are named right.
  public var hasRightAction: Bool {
    [.color, .shape, .action].allSatisfy { !asked.contains($0) || right.contains($0) } && !wrong.contains(.action)
  }

  /// Right facts per asked fact.
  public var share: Double { Double(right.count) / Double(asked.count) }

  /// Reads `answer` against what the scene shows.
  public init(answer: String, caption: Caption) {
    let said = Reading(answer)
    var asked: Set<Fact> = [.action, .background, .flashes]
    if caption.direction != nil { asked.formUnion([.color, .shape]) }
    var right: Set<Fact> = []
    var wrong: Set<Fact> = []
    func judge<Value: Equatable>(_ fact: Fact, _ found: Value?, _ truth: Value?) {
      guard asked.contains(fact), let found else { return }
      if found == truth { right.insert(fact) } else { wrong.insert(fact) }
    }
    judge(.color, said.color, caption.color)
    judge(.shape, said.shape, caption.shape)
    judge(.action, said.action, caption.direction?.rawValue ?? QuestionKind.nothingMoves)
    judge(.background, said.background, caption.background)
    judge(.flashes, said.flashes, caption.flashes)
    self.asked = asked
    self.right = right
    self.wrong = wrong
  }

  /// The facts as a sentence states them; nil for what it leaves out.
  private struct Reading {
    var color: WorldColor?
    var shape: WorldShape?
    var action: String?
    var background: WorldBackground?
    var flashes: Int?

    init(_ answer: String) {
      let words = WorldVocabulary.split(answer.lowercased())
      for (word, next) in zip(words, words.dropFirst()) {
        if let color = WorldColor(rawValue: word), let shape = WorldShape(rawValue: next) {
          (self.color, self.shape) = (color, shape)
        }
        if next == "background", let background = WorldBackground(rawValue: word) { self.background = background }
        if ["times", "time"].contains(next), let count = WorldNumber.cardinals.firstIndex(of: word) { flashes = count }
        if word == "never", ["flashes", "flash"].contains(next) { flashes = 0 }
        guard ["moves", "moving", "goes"].contains(word) || (word == "nothing" && next == "moves") else { continue }
        if word == "nothing" { action = QuestionKind.nothingMoves }
        if let direction = WorldDirection(rawValue: next) { action = direction.rawValue }
      }
    }
  }
}
