import M3Core
import M3Evaluate
import M3Report

/// The questions that a page shows one by one, with the answers of every run and plan.
struct SampleChoice {
  /// The most that may be asked for.
  static let mostQuestions = 20_000
  /// Runs and plans beyond these have no column.
  static let mostColumns = 60
  /// Characters of all chosen texts together.
  static let mostText = 8_000_000

  /// A run, or one plan of a sweep.
  struct Column {
    let run: Int
    let plan: RunPlan
    let name: String
  }

  /// An answer whose frames are to be shown.
  struct Seen {
    let question: Int
    let column: Int
    let sample: RunSample
  }

  let columns: [Column]
  private(set) var set: SampleSet
  /// Without predictions and what else is in the set already.
  private(set) var seen: [Seen] = []

  /// - Parameter count: questions, spread evenly over all.
  init(_ runs: [ReportedRun], sources: [RunSource], count: Int) throws {
    let all = Self.columns(runs)
    columns = Array(all.prefix(Self.mostColumns))
    let (keys, total) = try Self.chosen(runs, count: count)
    set = SampleSet(
      columns: columns.map(\.name), firstColumn: Self.firstColumn(columns, runs), questions: [], total: total, notes: []
    )
    if total > count {
      set.notes.append("\(keys.count) questions, spread evenly over the run (--samples \(count)).")
    }
    if all.count > columns.count {
      set.notes.append("The first \(columns.count) of \(all.count) runs and plans are shown with each question.")
    }
    try read(runs, sources, keys)
    bound()
  }

  private static func columns(_ runs: [ReportedRun]) -> [Column] {
    runs.enumerated().flatMap { place, run in
      run.card.settings.plans.map { plan in
        let letter = runs.count > 1 ? "\(String(UnicodeScalar(UInt8(65 + place)))): " : ""
        return Column(run: place, plan: plan, name: letter + (plan.name ?? String(run.result.name.suffix(60))))
      }
    }
  }

  /// A sweep begins with its best plan.
  private static func firstColumn(_ columns: [Column], _ runs: [ReportedRun]) -> Int {
    guard let first = runs.first, case .sweep(let sweep) = first.result.numbers else { return 0 }
    let best = sweep.all.oracle.bestPlan
    guard sweep.plans.indices.contains(best) else { return 0 }
    return columns.firstIndex { $0.run == 0 && $0.plan.name == sweep.plans[best].name } ?? 0
  }

  /// Questions are the same where task and key are.
  private struct Key: Hashable {
    let task: String
    let key: String
  }

  private static func chosen(_ runs: [ReportedRun], count: Int) throws -> (keys: [Key: Int], total: Int) {
    var order: [Key] = []
    var known: Set<Key> = []
    for run in runs {
      try run.folder.forEachSample { sample in
        let key = Key(task: run.card.settings.task, key: sample.key)
        if known.insert(key).inserted { order.append(key) }
      }
      try Task.checkCancellation()
    }
    let kept = min(count, order.count)
    let chosen = (0..<kept).map { order[$0 * order.count / kept] }
    return (Dictionary(uniqueKeysWithValues: chosen.enumerated().map { ($1, $0) }), order.count)
  }

  private mutating func read(_ runs: [ReportedRun], _ sources: [RunSource], _ keys: [Key: Int]) throws {
    let none = [SampleReply?](repeating: nil, count: columns.count)
    var questions = [SampleQuestion?](repeating: nil, count: keys.count)
    var found: [Seen] = []
    for (place, run) in runs.enumerated() {
      var byPlan: [String: Int] = [:]
      for (column, one) in columns.enumerated() where one.run == place { byPlan[one.plan.name ?? ""] = column }
      let verdicts = try run.folder.verdicts()
      try run.folder.forEachSample { sample in
        guard let number = keys[Key(task: run.card.settings.task, key: sample.key)] else { return }
        let record = sources[place].records[sample.key]
        if questions[number] == nil || (questions[number]?.question == nil && record != nil) {
          let replies = questions[number]?.replies ?? none
          questions[number] = SampleQuestion(sample, record, replies: replies)
        }
        guard let column = byPlan[sample.plan ?? ""] else { return }
        questions[number]?.replies[column] = SampleReply(sample, verdict: verdicts[sample.number])
        if sample.frames != nil || sample.isClipMissing == true {
          found.append(Seen(question: number, column: column, sample: sample.withoutTexts))
        }
      }
      try Task.checkCancellation()
    }
    set.questions = questions.compactMap { $0 }
    seen = found
  }

  /// Leaves out what would make the page slow to open.
  private mutating func bound() {
    var size = 0
    let kept = set.questions.prefix { question in
      size += question.size
      return size <= Self.mostText
    }
    guard kept.count < set.questions.count else { return }
    set.notes.append(
      "\(set.questions.count - kept.count) more questions are left out: the page holds \(Self.mostText / 1_000_000) MB of text."
    )
    set.questions = Array(kept)
    seen.removeAll { $0.question >= kept.count }
  }
}
