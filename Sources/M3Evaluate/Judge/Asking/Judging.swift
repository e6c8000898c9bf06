import Foundation
public import M3Core

/// Has a run's open answers judged by a language model, each once, and writes every reply down as it comes.
///
/// Judging that was killed goes on where it stopped. A verdict counts for the very answer that was judged: one that was
/// given anew is judged anew.
public struct Judging: Sendable {
  public let folder: RunFolder
  public let identity: JudgeIdentity
  let prompt: JudgePrompt
  let policy: JudgePolicy
  let records: [String: QuestionRecord]

  /// - Parameters:
  ///   - records: the run's questions by key.
  ///   - prompt: the words; those that the identity names.
  /// - Precondition: the policy asks at least once, one at a time.
  public init(
    _ folder: RunFolder, records: [String: QuestionRecord], identity: JudgeIdentity, prompt: JudgePrompt = .standard,
    policy: JudgePolicy = JudgePolicy()
  ) {
    precondition(policy.concurrency >= 1 && policy.attempts >= 1, "a judge is asked at least once, one at a time")
    self.folder = folder
    self.records = records
    self.identity = identity
    self.prompt = prompt
    self.policy = policy
  }

  /// Asks for all verdicts that are not there yet.
  ///
  /// - Parameter report: called at the beginning and after each reply.
  /// - Throws: `EvaluateError.judgeDiffers` for a folder with another judge's verdicts, `.nothingToJudge`,
  ///   `.judgeRefuses` and `.judgeSilent` where going on makes no sense, other `EvaluateError`, `CancellationError`.
  @discardableResult
  public func run(_ connection: some JudgeConnection, report: (JudgeProgress) -> Void = { _ in }) async throws
    -> JudgeProgress
  {
    let task = try begin()
    var progress = JudgeProgress()
    progress.total = try count(task)
    guard progress.total > 0 else {
      throw EvaluateError.nothingToJudge(
        folder: folder.path, reason: "it has no answer to an open question with a known answer")
    }
    let found = try verdicts()
    let log = try RecordLog<JudgeRow>.open(folder, folder.judgeLog) { _ in true }
    var feed = try JudgeFeed(folder, task: task, records: records, prompt: prompt)
    var waiting: [JudgeQuestion] = []
    func next() throws -> JudgeQuestion? {
      while waiting.isEmpty {
        guard let entry = try feed.next() else { return nil }
        for question in entry.questions {
          if let row = found[question.place], row.asked == question.hash, row.outcome != .silent {
            progress.take(row)
            progress.kept += 1
          } else {
            waiting.append(question)
          }
        }
      }
      return waiting.removeFirst()
    }
    var breaker = Breaker(most: policy.mostFailures)
    report(progress)
    try await withThrowingTaskGroup(of: JudgeOutcome.self) { group in
      var underWay = 0
      var isAtEnd = false
      while true {
        while underWay < policy.concurrency, !isAtEnd, breaker.error == nil {
          guard let question = try next() else {
            isAtEnd = true
            break
          }
          let asker = JudgeAsker(question: question, identity: identity, policy: policy, connection: connection)
          group.addTask { try await asker.ask() }
          underWay += 1
        }
        // Replies that are under way are paid for: they are waited for and written down even where judging stops.
        guard underWay > 0, let outcome = try await group.next() else { break }
        underWay -= 1
        if let row = outcome.row {
          try log.append(row)
          progress.take(row)
        }
        breaker.take(outcome)
        report(progress)
      }
    }
    if let error = breaker.error { throw error }
    return progress
  }

  /// The task, after the judge's card was written or found to say the same.
  private func begin() throws(EvaluateError) -> String {
    let card = try folder.readCard()
    guard !card.settings.isSweep else {
      throw .nothingToJudge(folder: folder.path, reason: "a sweep's answers are not judged")
    }
    guard FileManager.default.fileExists(atPath: folder.samples) else {
      throw .nothingToJudge(folder: folder.path, reason: "it has no answers yet")
    }
    if let found = try folder.judgeCard() {
      let differences = identity.differences(from: found.identity)
      guard differences.isEmpty else { throw .judgeDiffers(folder: folder.path, differences: differences) }
    } else {
      try folder.write(JudgeCard(identity: identity), to: folder.judge)
    }
    return card.settings.task
  }

  private func count(_ task: String) throws(EvaluateError) -> Int {
    var feed = try JudgeFeed(folder, task: task, records: records, prompt: prompt)
    var count = 0
    while let entry = try feed.next() { count += entry.questions.count }
    return count
  }

  /// What is known of each answer, without the replies.
  private func verdicts() throws(EvaluateError) -> [JudgePlace: JudgeRow] {
    var found: [JudgePlace: JudgeRow] = [:]
    try folder.forEachVerdict { row in
      var row = row
      row.reply = nil
      found[row.place] = row
    }
    return found
  }

  /// Stops judging where the fault does not lie with single rows.
  private struct Breaker {
    let most: Int
    private(set) var error: EvaluateError?
    private var failures = 0

    init(most: Int) { self.most = most }

    mutating func take(_ outcome: JudgeOutcome) {
      guard let failure = outcome.failure else {
        failures = 0
        return
      }
      failures += 1
      if error == nil, outcome.isFinal || failures >= most { error = failure }
    }
  }
}
