import Testing

@testable import M3World

@Suite("Caption scores")
struct CaptionScoreTests {
  static let truth = Caption(color: .red, shape: .circle, direction: .left, background: .navy, flashes: 2)
  static let still = Caption(color: nil, shape: nil, direction: nil, background: .gray, flashes: 0)

  @Test(
    "facts are read from the words",
    arguments: [
      (
        "the red circle moves left on a navy background and it flashes two times.", truth,
        Set(CaptionScore.Fact.allCases), Set<CaptionScore.Fact>()
      ),
      ("A red circle is moving left.", truth, [.color, .shape, .action], []),
      ("the red ring moves up on a navy background", truth, [.color, .background], [.shape, .action]),
      ("nothing moves on a navy background and it flashes one time.", truth, [.background], [.action, .flashes]),
      ("it flashes two times", truth, [.flashes], []),
      ("", truth, [], []),
      ("nothing moves on a gray background and it never flashes.", still, [.action, .background, .flashes], []),
      ("the pink cross moves down on a gray background", still, [.background], [.action]),
    ] as [(String, Caption, Set<CaptionScore.Fact>, Set<CaptionScore.Fact>)])
  func facts(answer: String, caption: Caption, right: Set<CaptionScore.Fact>, wrong: Set<CaptionScore.Fact>) {
    let score = CaptionScore(answer: answer, caption: caption)
    #expect(score.right == right)
    #expect(score.wrong == wrong)
    #expect(score.hasRightAction == (right.contains(.action) && (caption == Self.still || right.contains(.shape))))
  }

  @Test("the world's own captions score full marks, another scene's do not")
  func own() {
    for index in 0..<200 {
      let caption = Scene(split: .val, index: index).caption
      let other = Scene(split: .val, index: index + 1).caption
      #expect(CaptionScore(answer: caption.sentence, caption: caption).share == 1)
      #expect(CaptionScore(answer: caption.sentence, caption: caption).wrong.isEmpty)
      if other != caption { #expect(CaptionScore(answer: other.sentence, caption: caption).share < 1) }
    }
  }
}
