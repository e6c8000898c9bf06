import M3Core

extension EngineError {
  public var message: String {
    switch self {
    case .contextOverflow(let visual, let text, let answer, let context):
      // Whoever asks for the longest answer there can be gets no sum.
      let sum = (visual + text).addingReportingOverflow(answer)
      let total = sum.overflow ? "" : " are \(sum.partialValue)"
      return """
        \(visual) visual + \(text) text + up to \(answer) answer tokens\(total), the model's context holds \(context)
        """
    case .nothingSeen(let clip, let frames):
      return frames == 1
        ? "\(clip.escapedForTerminal): the planned frame could not be decoded"
        : "\(clip.escapedForTerminal): none of the \(frames) planned frames could be decoded"
    case .noPlaceForVisualTokens: return "the prompt has no place for the clip's visual tokens"
    case .emptyQuestion: return "the question is empty"
    }
  }

  public var hint: String? {
    switch self {
    case .contextOverflow(_, let text, let answer, let context):
      answer < context - text
        ? "ask with `--budget \(context - text - answer)`, or allow a shorter answer with `--max-tokens`"
        : "allow a shorter answer with `--max-tokens`, or ask a shorter question"
    case .nothingSeen: "the clip may be damaged there; try another number of `--frames`"
    case .noPlaceForVisualTokens: nil
    case .emptyQuestion: #"ask something, for instance "what happens?""#
    }
  }
}
