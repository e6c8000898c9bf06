import M3Core
import M3Model
import M3Tensor
import M3Video

extension VideoEngine {
  /// What the model sees of a clip, ready for the prompt.
  struct Seen {
    /// In the order of the prompt.
    var tokens: [VisualTokens] = []
    /// The plan's slots that could be filled.
    var slots: [FramePlan.Slot] = []
    /// Slots whose frame the decoder reported as damaged.
    var damaged = 0
    /// Slots whose frame could not be decoded at all.
    var lost = 0
  }

  /// Crops that the vision tower encodes at a time: enough to fill its products, few enough to bound memory.
  private static let batch = 8

  /// Reads, encodes and pools the frames of a plan; each distinct frame is encoded once.
  ///
  /// - Throws: `EngineError.nothingSeen` when no planned frame can be decoded.
  func look(
    at clip: Clip, plan: FramePlan, request: AskRequest, model: MatryoshkaModel, seconds: inout StageSeconds,
    report: (AnswerEvent) -> Void
  ) throws -> Seen {
    var processing = checkpoint.configuration.imageProcessing
    if let fit = request.fit { processing.fit = fit }
    let preprocessor = Preprocessor(processing)
    var cursor = try clip.frames(at: plan.looks.map(\.index), threads: Processor.threads)
    let seen =
      switch plan.layout {
      case .stream: try stream(&cursor, plan, request.reduction, preprocessor, model, &seconds, report)
      case .grid: try grid(&cursor, plan, request.reduction, preprocessor, model, &seconds, report)
      }
    guard !seen.tokens.isEmpty else { throw EngineError.nothingSeen(clip: clip.info.name, frames: plan.frames.count) }
    return seen
  }

  /// Each frame as one crop, pooled to its slot's scale, in time order.
  private func stream(
    _ cursor: inout FrameCursor, _ plan: FramePlan, _ reduction: Reduction, _ preprocessor: Preprocessor,
    _ model: MatryoshkaModel, _ seconds: inout StageSeconds, _ report: (AnswerEvent) -> Void
  ) throws -> Seen {
    var seen = Seen()
    var wanted = plan.looks[...]
    let total = wanted.count
    while !wanted.isEmpty {
      var crops: [Picture] = []
      var looks: [Look] = []
      while looks.count < Self.batch, !wanted.isEmpty {
        try Task.checkCancellation()
        let frame = try timed(.read, &seconds) { try cursor.next() }
        while let look = wanted.first, look.index != frame?.index {
          seen.lost += look.slots.count
          wanted.removeFirst()
        }
        guard let frame, let look = wanted.popFirst() else { break }
        if frame.isDamaged { seen.damaged += look.slots.count }
        crops.append(timed(.preprocess, &seconds) { preprocessor.crop(of: frame.picture) })
        looks.append(look)
      }
      guard !crops.isEmpty else { break }
      let features = try timed(.encode, &seconds) { try model.encode(crops) { _ in try Task.checkCancellation() } }
      timed(.pool, &seconds) {
        for (position, look) in looks.enumerated() {
          for slot in look.slots {
            seen.tokens.append(features.tokens(of: position, at: slot.scale, by: reduction))
            seen.slots.append(slot)
          }
        }
      }
      report(.progress(.encode, done: total - wanted.count, total: total))
    }
    return seen
  }

  /// The frames as one collage, or one frame as it is, through the model's picture path.
  ///
  /// A frame that cannot be decoded leaves its cell white, so that the others keep their places.
  private func grid(
    _ cursor: inout FrameCursor, _ plan: FramePlan, _ reduction: Reduction, _ preprocessor: Preprocessor,
    _ model: MatryoshkaModel, _ seconds: inout StageSeconds, _ report: (AnswerEvent) -> Void
  ) throws -> Seen {
    var seen = Seen()
    var pictures: [Int: Picture] = [:]
    while let frame = try timed(.read, &seconds, { try cursor.next() }) {
      try Task.checkCancellation()
      if frame.isDamaged { seen.damaged += plan.frames.count { $0.index == frame.index } }
      pictures[frame.index] = frame.picture
    }
    seen.slots = plan.frames.filter { pictures[$0.index] != nil }
    seen.lost = plan.frames.count - seen.slots.count
    guard let first = pictures.values.first else { return seen }
    let blank = Picture(width: first.width, height: first.height, fill: .white)
    let crops = timed(.preprocess, &seconds) {
      let cells = plan.frames.map { pictures[$0.index] ?? blank }
      return preprocessor.crops(of: cells.count == 1 ? cells[0] : Collage.compose(cells))
    }
    let features = try timed(.encode, &seconds) {
      try model.encode(crops.pictures) { done in
        try Task.checkCancellation()
        report(.progress(.encode, done: done, total: crops.pictures.count))
      }
    }
    seen.tokens = timed(.pool, &seconds) {
      guard let geometry = crops.geometry else {
        return [features.tokens(of: 0, at: plan.finestScale, by: reduction)]
      }
      return [model.merge(features, geometry: geometry, at: plan.finestScale, by: reduction)]
    }
    return seen
  }
}

/// One distinct frame of a plan, and every slot that wants it.
struct Look {
  let index: Int
  var slots: [FramePlan.Slot]
}

extension FramePlan {
  /// The plan's slots with repeats of a frame brought together; slots are in time order, so repeats are neighbours.
  var looks: [Look] {
    var looks: [Look] = []
    for slot in frames {
      if looks.last?.index == slot.index {
        looks[looks.count - 1].slots.append(slot)
      } else {
        looks.append(Look(index: slot.index, slots: [slot]))
      }
    }
    return looks
  }
}
