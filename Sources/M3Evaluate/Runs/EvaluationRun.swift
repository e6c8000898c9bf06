import M3Core
import M3Engine
import M3Model
public import M3Video

/// Asks every question of a run that has no answer yet, clip by clip, a few together, and writes each answer down as it
/// comes.
///
/// A run that was killed goes on where it stopped; its samples are those of an undisturbed run, but for the times.
public struct EvaluationRun: Sendable {
  public let folder: RunFolder
  public let card: RunCard
  let order: RunOrder
  let media: RunMedia
  let wording: QuestionWording
  let scorer: RunScorer
  let limits: ClipLimits
  let watch: RunWatch

  /// - Parameters:
  ///   - order: the questions, after limit and shard.
  ///   - limits: what a clip may cost to read.
  ///   - watch: told which clip is being read, for a watchdog on another thread.
  ///   - wups: for the metric of that name.
  /// - Throws: `EvaluateError.badResults` for a metric that needs what is not there.
  public init(
    folder: RunFolder, card: RunCard, order: RunOrder, media: RunMedia, wording: QuestionWording,
    limits: ClipLimits = .standard, watch: RunWatch = RunWatch(), wups: WUPS? = nil
  ) throws(EvaluateError) {
    self.folder = folder
    self.card = card
    self.order = order
    self.media = media
    self.wording = wording
    self.watch = watch
    var limits = limits
    limits.pulse = watch.pulse
    self.limits = limits
    scorer = try RunScorer(
      card.settings.metric, records: order.records, scoring: card.settings.scoring, wups: wups)
  }

  /// Asks what is left to ask.
  ///
  /// A question that fails is written down with its reason, and the run goes on; what concerns the model or the disk
  /// ends it. Questions of a clip that was missing and is there now are asked again.
  ///
  /// - Parameters:
  ///   - retryingFailed: asks every question again that has no answer.
  ///   - report: called at the beginning and after each answer.
  /// - Returns: how far the run is: all the way.
  /// - Throws: `EvaluateError.runDiffers` for a folder with another run, other `EvaluateError`, `ModelError`,
  ///   `CancellationError`.
  @discardableResult
  public func run(
    _ answerer: some QuestionAnswerer, retryingFailed: Bool = false, report: (RunProgress) -> Void = { _ in }
  ) async throws -> RunProgress {
    try begin()
    var progress = RunProgress()
    var answered = BitRow()
    var order = OrderCheck()
    let missing = Set(card.missingClips + card.ambiguousClips)
    var log = try RecordLog<RunSample>.open(folder, folder.samples) { sample in
      let isClipBack = sample.isClipMissing == true && !missing.contains(sample.media)
      let isAgain = isClipBack || (retryingFailed && sample.outcome == .failed)
      guard !isAgain, sample.number >= 0, !answered.contains(sample.number) else { return false }
      answered.insert(sample.number)
      order.take(sample.number)
      progress.take(sample)
      return true
    }
    if retryingFailed { try folder.forgetStuck() }
    let stuck = try folder.stuckClips()
    progress.kept = progress.done
    progress.total = card.answers
    report(progress)
    for clip in self.order.clips {
      let plans = card.settings.plans
      let isDone = plans.indices.allSatisfy { plan in
        clip.records.indices.allSatisfy { answered.contains(clip.number(plan: plan, question: $0)) }
      }
      if isDone { continue }
      progress.clip = clip.media
      watch.begin(clip.media)
      let file = try file(of: clip.media, stuck: stuck)
      var seeing = StageSeconds()
      if case .success(let path) = file { seeing = try await prepare(clip, path, answerer) }
      for plan in plans.indices {
        for group in clip.groups {
          let questions = group.filter { !answered.contains(clip.number(plan: plan, question: $0)) }
          let replies = try await ask(questions.map { clip.records[$0] }, plans[plan], file, answerer)
          for (question, reply) in zip(questions, replies) {
            let number = clip.number(plan: plan, question: question)
            var sample = try sample(clip.records[question], plans[plan], number: number, reply)
            if var seconds = sample.seconds {
              seconds += seeing
              sample.seconds = seconds
              seeing = StageSeconds()
            }
            try log.append(sample)
            order.take(number)
            progress.take(sample)
            report(progress)
          }
        }
      }
    }
    watch.end()
    // Answers that were given later than their neighbours stand at the end.
    if !order.isAscending { try log.rewrite(SampleIndex(folder.samples).lines.map(\.place)) }
    return progress
  }

  /// Whether the file has its samples in the run's order.
  private struct OrderCheck {
    private(set) var isAscending = true
    private var last = -1

    mutating func take(_ number: Int) {
      isAscending = isAscending && number > last
      last = number
    }
  }

  /// Writes the card, or sees that the one there says the same.
  private func begin() throws(EvaluateError) {
    try folder.make(folder.path)
    guard let found = try folder.existingCard() else { return try folder.write(card, to: folder.card) }
    let differences = card.settings.differences(from: found.settings)
    guard differences.isEmpty else { throw .runDiffers(folder: folder.path, differences: differences) }
    // Clips come and go between sessions; all else stays as it was when the run began.
    var now = found
    (now.missingClips, now.ambiguousClips) = (card.missingClips, card.ambiguousClips)
    if now != found { try folder.write(now, to: folder.card) }
  }

  /// Decodes and encodes the clip for all its questions, those already answered included: so what is seen, and how it
  /// is rounded, does not depend on where a run was interrupted.
  private func prepare(
    _ clip: RunOrder.ClipQuestions, _ path: String, _ answerer: some QuestionAnswerer
  ) async throws -> StageSeconds {
    var requests: [AskRequest] = []
    for plan in card.settings.plans {
      for record in clip.records { requests.append(try request(record, plan, path)) }
    }
    do {
      return try await answerer.prepare(requests)
    } catch let error where error.endsRun {
      throw error
    } catch {
      // Each question will meet the same error and be written down with it.
      return StageSeconds()
    }
  }

  /// Answers to questions about one clip under one plan, or why there are none.
  private func ask(
    _ records: [QuestionRecord], _ plan: RunPlan, _ file: Result<String, Obstacle>, _ answerer: some QuestionAnswerer
  ) async throws -> [Result<Answer, any Error>] {
    switch file {
    case .failure(let obstacle): records.map { _ in .failure(obstacle) }
    case .success(let path): try await answerer.replies(to: records.map { try request($0, plan, path) })
    }
  }

  /// What is written down of a question.
  ///
  /// - Throws: the error of a reply that concerns more than its question.
  private func sample(
    _ record: QuestionRecord, _ plan: RunPlan, number: Int, _ reply: Result<Answer, any Error>
  ) throws -> RunSample {
    do {
      let answer = try reply.get()
      let scored = scorer.score(record, said: answer.answer, letter: answer.choice)
      var sample = RunSample(number: number, record: record, plan: plan, scored: scored)
      sample.take(answer)
      sample.seconds = answer.seconds
      return sample
    } catch let error where error.endsRun {
      throw error
    } catch {
      let scored = scorer.score(record, said: nil, letter: nil)
      var sample = RunSample(number: number, record: record, plan: plan, scored: scored)
      sample.error = (error as? any ExplainedError)?.message ?? "\(error)"
      if let obstacle = error as? Obstacle, obstacle.isClipMissing { sample.isClipMissing = true }
      return sample
    }
  }

  private func request(_ record: QuestionRecord, _ plan: RunPlan, _ path: String) throws -> AskRequest {
    let span: TimeSpan? =
      if let start = record.start, let end = record.end { TimeSpan(start: start, end: end) } else { nil }
    let (question, choices) = wording.question(record)
    return AskRequest(
      clip: [path], question: question, plan: .request(try plan.request(span: span)), fit: card.settings.fit,
      reduction: card.settings.reduction, prompt: wording.style, parser: wording.parser, scoring: wording.scoring,
      wording: choices, allowsRepeatedOptions: true, decoding: DecodingOptions(maxTokens: card.settings.maxTokens),
      limits: limits)
  }

  /// Why a clip cannot be asked about.
  private struct Obstacle: ExplainedError {
    let message: String
    let isClipMissing: Bool
  }

  /// The file of a clip that can be asked about.
  private func file(of clip: String, stuck: [String: String]) throws -> Result<String, Obstacle> {
    let place = try media.place(of: clip, in: folder)
    let reason: String
    switch place {
    case .found(let path):
      guard let stuck = stuck[clip] else { return .success(path) }
      return .failure(Obstacle(message: stuck, isClipMissing: false))
    case .missing: reason = "no file for the clip \(clip)"
    case .ambiguous: reason = "several files for the clip \(clip)"
    }
    return .failure(Obstacle(message: stuck[clip] ?? reason, isClipMissing: true))
  }
}
