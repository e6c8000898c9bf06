import M3Core
import M3Model
import M3Video

extension VideoEngine {
  /// Reads, encodes and pools the frames of a plan; what was encoded for an earlier question is not encoded again.
  ///
  /// - Throws: `EngineError.nothingSeen` when no planned frame can be decoded.
  func look(
    at clip: Clip, plan: FramePlan, request: AskRequest, model: MatryoshkaModel, seconds: inout StageSeconds,
    report: (AnswerEvent) -> Void
  ) throws -> Seen {
    let seen = try withoutActuallyEscaping(report) { report in
      let look = self.look(clip, plan, request, model, report: report)
      return switch plan.layout {
      case .stream: try stream(look, &seconds)
      case .grid: try grid(look, &seconds)
      }
    }
    guard !seen.tokens.isEmpty else { throw EngineError.nothingSeen(clip: clip.info.name, frames: plan.frames.count) }
    return seen
  }

  /// What the stages of seeing share.
  func look(
    _ clip: Clip, _ plan: FramePlan, _ request: AskRequest, _ model: MatryoshkaModel,
    report: @escaping (AnswerEvent) -> Void
  ) -> Look {
    var processing = checkpoint.configuration.imageProcessing
    if let fit = request.fit { processing.fit = fit }
    return Look(
      clip: clip, plan: plan,
      sight: Sight(clip: clip.identity, fit: processing.fit, reduction: request.reduction),
      preprocessor: Preprocessor(processing), model: model, report: report)
  }
}
