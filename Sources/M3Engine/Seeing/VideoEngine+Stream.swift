import M3Core
import M3Model
import M3Tensor
import M3Video

extension VideoEngine {
  /// Crops that are encoded at once: enough to fill the tower's products, few enough to bound memory.
  private static let batch = 8

  /// Each frame as one crop, pooled to its slot's scale, in time order.
  func stream(_ look: Look, _ seconds: inout StageSeconds) throws -> Seen {
    let wanted = look.plan.wantedFrames
    var found: [Int: FeatureMemory.Entry] = [:]
    try see(wanted, look, &seconds) { found[$0] = $1 }

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

  /// Calls `found` once for each frame that can be seen, whether it is remembered, stored or encoded now.
  func see(
    _ frames: [WantedFrame], _ look: Look, _ seconds: inout StageSeconds,
    found: (Int, FeatureMemory.Entry) -> Void
  ) throws {
    var missing: [WantedFrame] = []
    for frame in frames {
      if let entry = features.entry(look.key(.frame(frame.index)), giving: frame.scales) {
        found(frame.index, entry)
      } else {
        missing.append(frame)
      }
    }
    let stored = recall(
      Dictionary(uniqueKeysWithValues: missing.map { (FeatureMemory.Key.Subject.frame($0.index), $0.scales) }), look,
      &seconds
    ) { subject, entry in
      if case .frame(let index) = subject { found(index, entry) }
    }
    try encode(missing.filter { !stored.contains(.frame($0.index)) }, look, &seconds, found: found)
  }

  /// Encodes frames in batches while the next ones are read; one that cannot be decoded is not found.
  private func encode(
    _ frames: [WantedFrame], _ look: Look, _ seconds: inout StageSeconds,
    found: (Int, FeatureMemory.Entry) -> Void
  ) throws {
    guard !frames.isEmpty else { return }
    let byIndex = Dictionary(uniqueKeysWithValues: frames.map { ($0.index, $0) })
    let feed = FrameFeed(
      look.clip, at: frames.map(\.index), threads: Processor.threads, preprocessor: look.preprocessor,
      stopwatch: stopwatch)
    var waited = 0.0
    var batchToStore = StoreBatch()
    defer {
      let spent = feed.stop()
      seconds[.read] += spent.read
      seconds[.preprocess] += spent.preprocess
      seconds.overlapped += max(0, spent.read + spent.preprocess - waited)
      timed(.encode, &seconds) { store(&batchToStore, look) }
    }
    var read = 0
    var encoded = 0
    var isAtEnd = false
    while !isAtEnd {
      var batch: [(frame: WantedFrame, isDamaged: Bool)] = []
      var crops: [Picture] = []
      while crops.count < Self.batch {
        try Task.checkCancellation()
        let start = stopwatch.now()
        let item = try feed.next()
        waited += stopwatch.now() - start
        guard let item else {
          isAtEnd = true
          break
        }
        guard let wanted = byIndex[item.index] else { continue }
        crops.append(item.crop)
        batch.append((wanted, item.isDamaged))
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
          found(frame.index, remember(entry, .frame(frame.index), look, &batchToStore))
        }
      }
    }
  }
}
