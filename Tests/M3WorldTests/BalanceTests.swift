import Testing

@testable import M3World

@Suite("Balance")
struct BalanceTests {
  static let scenes = (0..<2000).map { Scene(split: .test, index: $0) }
  static let questions = scenes.flatMap { $0.questions([.open, .choice]) }

  @Test("no answer is commoner than the stated chance", arguments: QuestionKind.allCases)
  func majority(kind: QuestionKind) {
    let answers = Self.questions.filter { $0.kind == kind && $0.choices == nil }.map(\.answer)
    let counts = answers.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    let share = Double(counts.values.max() ?? 0) / Double(answers.count)
    #expect(answers.count >= 150)
    #expect(share <= Self.limit(kind.chance, answers.count), "\(counts.max { $0.value < $1.value }?.key ?? "")")
    if let all = kind.answers { #expect(Set(answers).isSubset(of: all) && Set(answers).count == all.count) }
  }

  @Test("no wording of a question gives its answer away", arguments: QuestionKind.allCases)
  func majorityByWording(kind: QuestionKind) {
    let questions = Self.questions.filter { $0.kind == kind && $0.choices == nil }
    for (wording, group) in Dictionary(grouping: questions, by: \.question) where group.count >= 30 {
      let counts = group.reduce(into: [:]) { $0[$1.answer, default: 0] += 1 }
      let share = Double(counts.values.max() ?? 0) / Double(group.count)
      #expect(share <= Self.limit(kind.chance, group.count) + 0.05, "\(wording) \(counts)")
    }
  }

  @Test("options are four, distinct and plausible; their order and kind tell nothing", arguments: QuestionKind.allCases)
  func choices(kind: QuestionKind) {
    let questions = Self.questions.filter { $0.kind == kind && $0.choices != nil }
    var positions = [Int](repeating: 0, count: 4)
    var offered: [String: (times: Int, right: Int)] = [:]
    for question in questions {
      let choices = question.choices ?? []
      #expect(choices.count == 4 && Set(choices).count == 4 && choices.contains(question.answer))
      if let all = kind.answers { #expect(Set(choices).isSubset(of: all)) }
      positions[question.answerIndex ?? 0] += 1
      for choice in choices {
        offered[choice, default: (0, 0)].times += 1
        offered[choice, default: (0, 0)].right += choice == question.answer ? 1 : 0
      }
    }
    let share = Double(positions.max() ?? 0) / Double(questions.count)
    #expect(share <= Self.limit(0.25, questions.count), "\(positions)")
    for (choice, count) in offered where count.times >= 60 {
      #expect(Double(count.right) / Double(count.times) <= Self.limit(0.25, count.times) + 0.02, "\(choice) \(count)")
    }
  }

  @Test("caption options: neither the action nor the number that stands in more of them is righter")
  func captions() {
    let questions = Self.questions.filter { $0.kind == .caption && $0.choices != nil }
    var right: [Int: (times: Int, right: Int)] = [:]
    for question in questions {
      for count in 0...4 {
        let words = count == 0 ? "never flashes" : "flashes \(WorldNumber.times(count))."
        guard question.choices?.contains(where: { $0.contains(words) }) == true else { continue }
        right[count, default: (0, 0)].times += 1
        right[count, default: (0, 0)].right += question.answer.contains(words) ? 1 : 0
      }
    }
    for (count, seen) in right {
      #expect(Double(seen.right) / Double(seen.times) <= Self.limit(0.5, seen.times), "\(count) \(seen)")
    }
    let still = questions.filter { $0.choices?.contains { $0.hasPrefix("nothing") } == true }
    let truly = still.count { $0.answer.hasPrefix("nothing") }
    #expect(abs(Double(truly) / Double(still.count) - 0.5) < 3.5 * 0.5 / Double(still.count).squareRoot())
  }

  @Test("each family has questions enough, the trade's two ends alike")
  func mix() {
    let open = Self.questions.filter { $0.choices == nil }
    let counts = Dictionary(grouping: open, by: \.family).mapValues(\.count)
    for family in WorldFamily.allCases { #expect((counts[family] ?? 0) >= 600, "\(counts)") }
  }

  /// A share that chance alone exceeds about once in thousands, over the commonest of several answers.
  private static func limit(_ chance: Double, _ count: Int) -> Double {
    max(chance + 4 * (chance * (1 - chance) / Double(count)).squareRoot(), 6 / Double(count))
  }
}
