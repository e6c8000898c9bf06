import M3Core

extension Planner {
  /// A plan that looks at a stretch of the clip only: as if the frames on screen in it were the whole clip.
  ///
  /// An end beyond the clip's is the clip's end.
  ///
  /// - Throws: `PlanError.emptySpan` for a stretch that does not lie in the clip.
  func plan(_ request: PlanRequest, in span: TimeSpan) throws(PlanError) -> FramePlan {
    let timeline = clip.timeline
    guard span.start.isFinite, span.end.isFinite, span.start >= 0, span.end > span.start, span.start < timeline.duration
    else { throw .emptySpan(span: span, duration: timeline.duration) }
    let first = timeline.index(at: span.start)
    var last = timeline.index(at: min(span.end, timeline.duration))
    // The end is not part of the stretch.
    if last > first, timeline.time(of: last) >= span.end { last -= 1 }
    let end = last + 1 < timeline.count ? timeline.ticks[last + 1] : timeline.durationTicks
    let part = ClipInfo(
      name: clip.name,
      timeline: FrameTimeline(
        timeBase: timeline.timeBase, ticks: timeline.ticks[first...last].map { $0 - timeline.ticks[first] },
        lastDuration: max(1, end - timeline.ticks[last])),
      size: clip.size, codedSize: clip.codedSize, container: clip.container, codec: clip.codec,
      nominalRate: clip.nominalRate, isStill: clip.isStill, notes: clip.notes)
    var whole = request
    whole.span = nil
    var plan = try Planner(clip: part, tokens: tokens, bounds: bounds).plan(whole)
    for position in plan.frames.indices {
      plan.frames[position].index += first
      plan.frames[position].time = timeline.time(of: plan.frames[position].index)
    }
    return plan
  }
}
