import M3Core

extension EngineError {
  public var message: String {
    switch self {
    case .contextOverflow(let visual, let text, let answer, let context):
      """
      \(visual) visual + \(text) text + up to \(answer) answer tokens are \(visual + text + answer), \
      the model's context holds \(context)
      """
    case .nothingSeen(let clip, let frames):
      "\(clip.escapedForTerminal): \(frames == 1 ? "the planned frame" : "none of the \(frames) planned frames") could be decoded"
    case .emptyQuestion: "the question is empty"
    }
  }

  public var hint: String? {
    switch self {
    case .contextOverflow(_, let text, let answer, let context):
      context > text + answer
        ? "lower it with `--budget \(context - text - answer)`, or allow a shorter answer with `--max-tokens`"
        : "allow a shorter answer with `--max-tokens`, or ask a shorter question"
    case .nothingSeen: "the clip may be damaged there; try another number of `--frames`"
    case .emptyQuestion: #"ask something, for instance "what happens?""#
    }
  }
}
