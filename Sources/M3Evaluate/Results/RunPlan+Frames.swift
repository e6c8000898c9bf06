public import M3Core
public import M3Planner

extension RunPlan {
  /// Which frames an answer was given from: chosen again by the plan's rule, as many as the sample says.
  ///
  /// - Parameter span: the stretch of the clip that the question is about.
  /// - Returns: in time order; nil when the sample names no frames, or the clip has not that many, so that it cannot be
  ///   the one that was seen.
  /// - Throws: `PlanError` for a stretch that does not lie in the clip.
  public func frames(of sample: RunSample, in clip: ClipInfo, span: TimeSpan?) throws(PlanError) -> [FramePlan.Slot]? {
    guard let seen = sample.frames, seen > 0 else { return nil }
    // Frames that could not be decoded were planned too.
    let (count, overflows) = seen.addingReportingOverflow(max(0, sample.lostFrames ?? 0))
    guard !overflows, count <= Planner.mostFrames, let budget = try? TokenBudget(tokens: count) else { return nil }
    // Which frames are chosen depends on neither scale nor layout.
    let processing = ImageProcessing(
      cropSide: 1, fit: .squash, anyres: nil, mean: ImageProcessing.clipMean,
      standardDeviation: ImageProcessing.clipStandardDeviation)
    let plan = try Planner(clip: clip, processing: processing).plan(
      PlanRequest(budget: budget, frames: count, scale: .tokens1, layout: .stream, sampling: sampling, span: span))
    return plan.frames.count == count ? plan.frames : nil
  }
}
