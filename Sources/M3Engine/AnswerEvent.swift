public import M3Core

/// What happens on the way to an answer, in order.
public enum AnswerEvent: Sendable {
  /// The clip's facts are known.
  case clip(ClipInfo)
  /// How the budget will be spent; no pixel has been decoded yet.
  case plan(FramePlan)
  /// A stage has done so many of its steps.
  case progress(Stage, done: Int, total: Int)
  /// More of the answer's text.
  case text(String)
  /// The whole answer; the last event.
  case answer(Answer)
}
