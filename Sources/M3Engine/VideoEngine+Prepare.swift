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
  /// The clip stays open for questions about it until the next one is prepared.
  ///
  /// What the memory for features has no room for is seen again when a question wants it. Requests for grids, and
  /// those that cannot be planned, are left to the questions themselves.
  ///
  /// - Parameter requests: of one clip, one way to make crops and one reduction, as the first one's.
  /// - Returns: the time it took.
  /// - Throws: what stops the clip from being opened or read: `VideoError`, `ModelError`, `CancellationError`.
  public func prepare(_ requests: [AskRequest]) throws -> StageSeconds {
    var seconds = StageSeconds()
    guard let first = requests.first else { return seconds }
    preparedClip = nil
    let clip = try timed(.probe, &seconds) { try Clip.open(first.clip, limits: first.limits) }
    preparedClip = PreparedClip(paths: first.clip, limits: first.limits, clip: clip)
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
    _ = try look(at: clip, plan: union, request: first, model: model(&seconds), seconds: &seconds) { _ in }
    return seconds
  }
}
