public import M3Core
import M3Model

extension VideoEngine {
  /// The most questions whose answers are decoded together: up to so many, each answer is the very one that its
  /// question gets alone.
  public static let mostTogether = MatryoshkaModel.mostAlike
  /// The most bytes of keys and values of questions that are answered together, each of which has a copy of the prefix.
  private static let mostBytesTogether = 512 << 20

  /// Answers several questions; neighbours with one clip and one plan are decoded together, so that the clip is looked
  /// at once and a step reads the weights once.
  ///
  /// Each answer is the one that `reply(to:)` gives. The seconds of a common step are divided among its questions; what
  /// is done once for all of them stands with the first.
  ///
  /// - Returns: for each request, in order, its answer or what stopped it, as `reply(to:)` throws it.
  public func replies(to requests: [AskRequest]) -> [Result<Answer, any Error>] {
    var replies: [Result<Answer, any Error>] = []
    var group: [Asked] = []
    func answerGroup() {
      replies += self.replies(to: group)
      group = []
    }
    for request in requests {
      do {
        let asked = try see(request, after: group.last) { _ in }
        if !canJoin(asked, group) { answerGroup() }
        group.append(asked)
      } catch {
        answerGroup()
        replies.append(.failure(error))
      }
    }
    answerGroup()
    return replies
  }

  /// Whether a question continues the same prefix as those of a group, and there is room for it.
  private func canJoin(_ asked: Asked, _ group: [Asked]) -> Bool {
    guard let first = group.first else { return true }
    guard !first.isScoredByLikelihood, !asked.isScoredByLikelihood else { return false }
    let longest = (group + [asked]).map { $0.promptTokens + $0.request.decoding.maxTokens }.max() ?? 0
    return asked.prefixKey == first.prefixKey && group.count < room(asked, tokens: longest)
  }

  /// How many sequences of so many tokens are decoded together: at least 1, which needs no copy.
  func room(_ asked: Asked, tokens: Int) -> Int {
    min(Self.mostTogether, max(1, Self.mostBytesTogether / max(1, asked.model.cacheBytes(tokens: tokens))))
  }

  /// Answers questions with one prefix together, a single one alone.
  private func replies(to group: [Asked]) -> [Result<Answer, any Error>] {
    var seconds = group.map(\.seconds)
    let said: [Result<Said, any Error>] =
      group.count == 1
      ? [Result { try decode(group[0], seconds: &seconds[0]) { _ in } }] : decode(group, seconds: &seconds)
    return group.indices.map { place in said[place].map { answer(group[place], $0, seconds[place]) } }
  }

  /// A question of a group whose answer goes on.
  private struct Speaker {
    /// In the group.
    let place: Int
    let cache: KeyValueCache
    var saying: Saying
    /// Said last.
    var token: Int32 = 0
  }

  /// Reads one prompt after another, each in a cache of its own, and then decodes all answers step by step; those that
  /// end drop out.
  private func decode(_ group: [Asked], seconds: inout [StageSeconds]) -> [Result<Said, any Error>] {
    var said = group.map { _ in Result<Said, any Error>.success(Said()) }
    func goesOn(_ speaker: inout Speaker, _ logits: Logits) -> Bool {
      do {
        if let token = try speaker.saying.next(logits, report: { _ in }) {
          speaker.token = token
          return true
        }
        said[speaker.place] = .success(speaker.saying.said)
      } catch {
        said[speaker.place] = .failure(error)
      }
      return false
    }

    var speakers: [Speaker] = []
    for (place, asked) in group.enumerated() {
      do {
        let (cache, logits) = try prefill(
          asked, answer: asked.request.decoding.maxTokens, isShared: true, seconds: &seconds[place]
        ) { _ in }
        try timed(.decode, &seconds[place]) {
          var speaker = Speaker(place: place, cache: cache, saying: try Saying(asked, first: logits))
          if goesOn(&speaker, logits) { speakers.append(speaker) }
        }
      } catch {
        said[place] = .failure(error)
      }
    }
    var logits: [Logits] = []
    while let model = speakers.first.map({ group[$0.place].model }) {
      let start = stopwatch.now()
      let places = speakers.map(\.place)
      do {
        try model.decode(speakers.map(\.token), speakers.map(\.cache), into: &logits)
      } catch {
        for place in places { said[place] = .failure(error) }
        break
      }
      for row in speakers.indices.reversed() where !goesOn(&speakers[row], logits[row]) { speakers.remove(at: row) }
      let share = (stopwatch.now() - start) / Double(places.count)
      for place in places { seconds[place][.decode] += share }
    }
    return said
  }
}
