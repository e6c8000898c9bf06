public import M3Core
import M3Planner
import M3Video

extension VideoEngine {
  /// Makes tokenizer and model ready, so that questions fail only for reasons of their own.
  ///
  /// - Returns: the time it took.
  /// - Throws: `TextError`, `ModelError`.
  public func load() throws -> StageSeconds {
    var seconds = StageSeconds()
    _ = try tokenizer(&seconds)
    _ = try model(&seconds)
    return seconds
  }

  /// Decodes and encodes all frames that several questions about one clip will want, each frame once, in one pass over
  /// the clip.
  ///
  /// What the memory for features has no room for is seen again when a question wants it. Requests for grids, and
  /// those that cannot be planned, are left to the questions themselves.
  ///
  /// - Parameters:
  ///   - requests: of one clip, one way to make crops and one reduction, as the first one's.
  ///   - report: called with the progress of reading and encoding.
  /// - Returns: the time it took.
  /// - Throws: what stops the clip from being opened or read: `VideoError`, `ModelError`, `CancellationError`.
  public func prepare(
    _ requests: [AskRequest], report: @escaping @Sendable (AnswerEvent) -> Void
  ) throws -> StageSeconds {
    var seconds = StageSeconds()
    guard let first = requests.first else { return seconds }
    let clip = try timed(.probe, &seconds) { try open(first.clip, first.limits) }
    var slots: [FramePlan.Slot] = []
    for request in requests {
      guard let plan = try? plan(request, clip: clip.info), plan.layout == .stream else { continue }
      slots += plan.frames
    }
    guard !slots.isEmpty else { return seconds }
    slots.sort { ($0.index, $0.scale) < ($1.index, $1.scale) }
    let tokens = slots.reduce(0) { $0 + $1.scale.tokens }
    let union = FramePlan(
      layout: .stream, frames: slots, budget: tokens, visualTokens: tokens, nominalTokens: tokens, crops: slots.count,
      reason: "every frame that some question wants")
    let look = look(clip, union, first, try model(&seconds), report: report)
    // Nothing is gathered beside the memory: a sweep may want more than fits.
    try see(union.wantedFrames, look, &seconds) { _, _ in }
    return seconds
  }

  /// The same without a word of the progress.
  public func prepare(_ requests: [AskRequest]) throws -> StageSeconds { try prepare(requests) { _ in } }
}
