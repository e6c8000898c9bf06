/// A plan as a person or a program writes it to a file: a layout, and frames by time or index, each with its scale.
///
/// Everything else that `FramePlan` holds is derived from the clip again, so a hand-written file can be as short as
/// `{"layout": "stream", "frames": [{"time": 1.5, "scale": 144}]}`.
public struct SavedPlan: Codable, Equatable, Sendable {
  /// One wanted frame; `index` wins where both are given.
  public struct Slot: Codable, Equatable, Sendable {
    public var index: Int?
    public var time: Double?
    public var scale: VisualScale

    public init(index: Int? = nil, time: Double? = nil, scale: VisualScale) {
      self.index = index
      self.time = time
      self.scale = scale
    }
  }

  public var schema: Int?
  public var layout: Layout?
  public var frames: [Slot]

  public init(layout: Layout? = nil, frames: [Slot]) {
    self.layout = layout
    self.frames = frames
  }

  /// The slots on a clip: every frame found, in time order.
  ///
  /// - Throws: `CoreError.invalidPlan` for a file of another schema, an empty plan, or a frame that the clip lacks.
  public func slots(on timeline: FrameTimeline) throws(CoreError) -> [FramePlan.Slot] {
    if let schema, schema != FramePlan.currentSchema {
      throw .invalidPlan(reason: "it has schema \(schema), this program reads \(FramePlan.currentSchema)")
    }
    guard !frames.isEmpty else { throw .invalidPlan(reason: "it has no frames") }
    var slots: [FramePlan.Slot] = []
    slots.reserveCapacity(frames.count)
    for (position, frame) in frames.enumerated() {
      let index = try frame.index(on: timeline, position: position)
      slots.append(FramePlan.Slot(index: index, time: timeline.time(of: index), scale: frame.scale))
    }
    return slots.sorted { $0.index < $1.index }
  }
}

extension SavedPlan.Slot {
  fileprivate func index(on timeline: FrameTimeline, position: Int) throws(CoreError) -> Int {
    if let index {
      guard (0..<timeline.count).contains(index) else {
        throw .invalidPlan(reason: "frame \(position) asks for index \(index), the clip has 0 to \(timeline.count - 1)")
      }
      return index
    }
    guard let time else { throw .invalidPlan(reason: "frame \(position) has neither an index nor a time") }
    guard time.isFinite, time >= 0, time <= timeline.duration else {
      throw .invalidPlan(
        reason: "frame \(position) asks for \(time) s, the clip lasts \(timeline.duration.tenths) s")
    }
    return timeline.index(at: time)
  }
}
