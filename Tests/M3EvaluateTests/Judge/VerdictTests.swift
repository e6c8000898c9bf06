import Foundation
import Testing

@testable import M3Evaluate

/// What is read from a judge's reply, and what is not.
@Suite struct VerdictTests {
  struct Case: Sendable {
    let reply: String
    var isMatch: Bool?
    var score: Double?
    var isRead = true
  }

  static let replies: [Case] = [
    Case(reply: "{'pred': 'yes', 'score': 4}", isMatch: true, score: 4),
    Case(reply: "{'pred': 'yes', 'score': 4.8}", isMatch: true, score: 4.8),
    Case(reply: "{'pred': 'no', 'score': 0}.", isMatch: false, score: 0),
    Case(reply: #"{"pred": "yes", "score": 5}"#, isMatch: true, score: 5),
    Case(reply: "```python\n{'pred': 'no', 'score': 2}\n```", isMatch: false, score: 2),
    Case(reply: "Sure! {'pred': \"yes\", 'score': '3'} Done.", isMatch: true, score: 3),
    Case(reply: "{'pred': 'Yes', 'score': 3, }", isMatch: true, score: 3),
    Case(reply: "{'score': 1, 'pred': ' NO '}", isMatch: false, score: 1),
    Case(reply: "{'pred': 'no', 'score': 2, 'why': 'it\\'s a {cat}'}", isMatch: false, score: 2),
    Case(reply: "{x} {'pred': 'yes', 'score': 1}", isMatch: true, score: 1),
    Case(reply: "{'pred':'yes','score':1}\n{'pred': 'yes', 'score': 1}", isMatch: true, score: 1),
    // A yes or no without a score that can be read counts for the accuracy alone.
    Case(reply: "{'pred': 'yes'}", isMatch: true),
    Case(reply: "{'pred': 'yes', 'score': 6}", isMatch: true),
    Case(reply: "{'pred': 'yes', 'score': -1}", isMatch: true),
    Case(reply: "{'pred': 'no', 'score': None}", isMatch: false),
    Case(reply: "{'pred': 'no', 'score': 'four'}", isMatch: false),
    Case(reply: "{'pred': 'no', 'score': 'nan'}", isMatch: false),
    // Nothing is guessed.
    Case(reply: "", isRead: false),
    Case(reply: "yes", isRead: false),
    Case(reply: "pred: yes, score: 4", isRead: false),
    Case(reply: "{'score': 4}", isRead: false),
    Case(reply: "{'pred': True, 'score': 4}", isRead: false),
    Case(reply: "{'pred': 'maybe', 'score': 4}", isRead: false),
    Case(reply: "{'pred': 'yes or no', 'score': 4}", isRead: false),
    Case(reply: "{'pred': 'yes', 'pred': 'no', 'score': 4}", isRead: false),
    Case(reply: "{'pred': 'yes', 'score': 4} or {'pred': 'no', 'score': 1}", isRead: false),
    Case(reply: "{'pred': 'yes', 'score': 4", isRead: false),
    Case(reply: "{'pred: 'yes', 'score': 4}", isRead: false),
    Case(reply: "{pred: 'yes', score: 4}", isRead: false),
    Case(reply: "{'pred': ['yes'], 'score': 4}", isRead: false),
    Case(reply: "{'pred': 'yes', 'score': \\", isRead: false),
  ]

  @Test(arguments: replies) func matches(_ expected: Case) {
    let verdict = JudgeVerdict(reply: expected.reply, aspect: .match)
    #expect((verdict != nil) == expected.isRead)
    #expect(verdict?.isMatch == expected.isMatch)
    #expect(verdict?.score == expected.score)
  }

  @Test(arguments: [("{'score': 4}", 4.0), ("{'score': '2'}", 2), ("{'pred': 'yes', 'score': 3}", 3)])
  func otherAspects(reply: String, score: Double) {
    let verdict = JudgeVerdict(reply: reply, aspect: .detail)
    #expect(verdict?.score == score && verdict?.isMatch == nil)
  }

  @Test(arguments: ["{'pred': 'yes'}", "4", "{'score': 9}", "{'score': None}"])
  func otherAspectsNeedAScore(reply: String) { #expect(JudgeVerdict(reply: reply, aspect: .temporal) == nil) }

  /// Replies made to be slow to read.
  @Test func hostileReplies() {
    let clock = ContinuousClock()
    let replies = ["{", "{'", "{'a':", "{'a':'", "{\"a\":{", "{'a':1,", "{\\'"].map {
      String(repeating: $0, count: 20_000)
    }
    let time = clock.measure {
      for reply in replies { #expect(JudgeVerdict(reply: reply, aspect: .match) == nil) }
    }
    #expect(time < .seconds(20), "unoptimised code included")
  }
}
