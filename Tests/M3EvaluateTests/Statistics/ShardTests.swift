import M3Core
import Testing

@testable import M3Evaluate

@Suite struct ShardTests {
  private func records(_ clips: [(name: String, questions: Int)]) -> [QuestionRecord] {
    clips.flatMap { clip in
      (0..<clip.questions).map {
        QuestionRecord(key: "\(clip.name)_\($0)", dataset: "generic", split: "all", media: clip.name, question: "q")
      }
    }
  }

  @Test(arguments: [1, 3, 4, 16]) func everyQuestionIsInOneShardWithItsClip(count: Int) {
    let all = records((0..<40).map { ("clip\($0)", 1 + $0 % 7) })
    let plan = ShardPlan(all, count: count, questionCost: 2880, clipCost: 500)
    let parts = (0..<count).map { plan.records(all, of: $0) }
    #expect(parts.flatMap { $0.map(\.key) }.sorted() == all.map(\.key).sorted())
    for clip in Set(all.map(\.group)) { #expect(parts.count { $0.contains { $0.group == clip } } == 1) }
  }

  @Test func equalClipsAreSpreadEvenly() {
    let all = records((0..<40).map { ("clip\($0)", 5) })
    #expect(ShardPlan(all, count: 4).loads == [60, 60, 60, 60])
  }

  @Test func theOrderOfRecordsDoesNotMatter() {
    let all = records((0..<23).map { ("clip\($0)", 1 + ($0 * 5) % 11) })
    #expect(ShardPlan(all, count: 5) == ShardPlan(all.reversed(), count: 5))
  }

  @Test func dearestFirstTiesByName() {
    let plan = ShardPlan(costs: ["b": 5, "a": 5, "c": 9, "d": 1], count: 2)
    #expect(plan.shards == ["c": 0, "a": 1, "b": 1, "d": 0])
    #expect(plan.loads == [10, 10])
  }

  @Test func hugeCostsDoNotOverflow() {
    #expect(ShardPlan(costs: ["a": .max, "b": .max, "c": -5], count: 1).loads == [.max])
  }
}
