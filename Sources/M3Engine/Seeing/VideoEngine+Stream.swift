import M3Core
import M3Model
import M3Tensor
import M3Video

extension VideoEngine {
  /// Crops that are encoded between two looks at the clip: enough to fill the tower's products, few enough to bound
  /// memory.
  private static let batch = 8

  /// Each frame as one crop, pooled to its slot's scale, in time order.
  func stream(_ look: Look, _ seconds: inout StageSeconds) throws -> Seen {
    let wanted = look.plan.wantedFrames
    var found: [Int: FeatureMemory.Entry] = [:]
    for frame in wanted {
      found[frame.index] = features.entry(look.key(.frame(frame.index)), giving: frame.scales)
    }
    try encode(wanted.filter { found[$0.index] == nil }, look, into: &found, &seconds)

    var seen = Seen(sight: look.sight)
    timed(.pool, &seconds) {
      for frame in wanted {
        guard let entry = found[frame.index] else {
          seen.lost += frame.slots.count
          continue
        }
        if !entry.damaged.isEmpty { seen.damaged += frame.slots.count }
        for slot in frame.slots {
          seen.tokens.append(entry.features.tokens(of: 0, at: slot.scale, by: look.sight.reduction))
          seen.slots.append(slot)
        }
      }
    }
    return seen
  }

  /// Decodes frames in order and encodes them in batches; a frame that cannot be decoded gets no entry.
  private func encode(
    _ frames: [WantedFrame], _ look: Look, into found: inout [Int: FeatureMemory.Entry], _ seconds: inout StageSeconds
  ) throws {
    guard !frames.isEmpty else { return }
    let byIndex = Dictionary(uniqueKeysWithValues: frames.map { ($0.index, $0) })
    var cursor = try look.clip.frames(at: frames.map(\.index), threads: Processor.threads)
    var read = 0
    var encoded = 0
    var isAtEnd = false
    while !isAtEnd {
      var batch: [(frame: WantedFrame, isDamaged: Bool)] = []
      var crops: [Picture] = []
      while crops.count < Self.batch {
        try Task.checkCancellation()
        guard let frame = try timed(.read, &seconds, { try cursor.next() }) else {
          isAtEnd = true
          break
        }
        guard let wanted = byIndex[frame.index] else { continue }
        crops.append(timed(.preprocess, &seconds) { look.preprocessor.crop(of: frame.picture) })
        batch.append((wanted, frame.isDamaged))
        read += 1
        look.report(.progress(.read, done: read, total: frames.count))
      }
      guard !crops.isEmpty else { return }
      let features = try timed(.encode, &seconds) {
        try look.model.encode(crops) { done in
          try Task.checkCancellation()
          look.report(.progress(.encode, done: encoded + done, total: frames.count))
        }
      }
      encoded += crops.count
      timed(.pool, &seconds) {
        for (position, (frame, isDamaged)) in batch.enumerated() {
          let kept = features.tokens(of: position, at: frame.keptScale, by: look.sight.reduction)
          let entry = FeatureMemory.Entry(
            features: CropFeatures(scale: frame.keptScale, width: kept.width, values: kept.values), geometry: nil,
            damaged: isDamaged ? [frame.index] : [], lost: [])
          found[frame.index] = entry
          self.features.keep(entry, for: look.key(.frame(frame.index)))
        }
      }
    }
  }
}
