import M3Core
import M3Model
import M3Tensor
import M3Video

extension VideoEngine {
  /// The frames as one collage, or one frame as it is, through the model's picture path.
  func grid(_ look: Look, _ seconds: inout StageSeconds) throws -> Seen {
    let scale = look.plan.finestScale
    let key = look.key(.picture(look.plan.frames.map(\.index)))
    let entry: FeatureMemory.Entry
    if let known = features.entry(key, giving: [scale]) {
      entry = known
    } else if let stored = recallPicture(key.subject, scale, look, &seconds) {
      entry = stored
    } else {
      guard let encoded = try encodePicture(look, &seconds) else {
        return Seen(sight: look.sight, lost: look.plan.frames.count)
      }
      var batch = StoreBatch()
      entry = remember(encoded, key.subject, look, &batch)
      timed(.encode, &seconds) { store(&batch, look) }
    }
    var seen = Seen(sight: look.sight)
    seen.slots = look.plan.frames.filter { !entry.lost.contains($0.index) }
    seen.lost = look.plan.frames.count - seen.slots.count
    seen.damaged = seen.slots.count { entry.damaged.contains($0.index) }
    seen.tokens = timed(.pool, &seconds) {
      guard let geometry = entry.geometry else {
        return [entry.features.tokens(of: 0, at: scale, by: look.sight.reduction)]
      }
      return [look.model.merge(entry.features, geometry: geometry, at: scale, by: look.sight.reduction)]
    }
    return seen
  }

  private func recallPicture(
    _ subject: FeatureMemory.Key.Subject, _ scale: VisualScale, _ look: Look, _ seconds: inout StageSeconds
  ) -> FeatureMemory.Entry? {
    var found: FeatureMemory.Entry?
    _ = recall([subject: [scale]], look, &seconds) { found = $1 }
    return found
  }

  /// Reads the frames, lays them out and encodes the crops of the picture; nil when none can be decoded.
  ///
  /// A frame that cannot be decoded leaves its cell white, so that the others keep their places.
  private func encodePicture(_ look: Look, _ seconds: inout StageSeconds) throws -> FeatureMemory.Entry? {
    let indices = look.plan.wantedFrames.map(\.index)
    var cursor = try look.clip.frames(at: indices, threads: Processor.threads)
    var pictures: [Int: Picture] = [:]
    var damaged: Set<Int> = []
    while let frame = try timed(.read, &seconds, { try cursor.next() }) {
      try Task.checkCancellation()
      if frame.isDamaged { damaged.insert(frame.index) }
      pictures[frame.index] = frame.picture
      look.report(.progress(.read, done: pictures.count, total: indices.count))
    }
    guard let first = pictures.values.first else { return nil }
    let blank = Picture(width: first.width, height: first.height, fill: .white)
    let crops = timed(.preprocess, &seconds) {
      let cells = look.plan.frames.map { pictures[$0.index] ?? blank }
      return look.preprocessor.crops(of: cells.count == 1 ? cells[0] : Collage.compose(cells))
    }
    let features = try timed(.encode, &seconds) {
      try look.model.encode(crops.pictures) { done in
        try Task.checkCancellation()
        look.report(.progress(.encode, done: done, total: crops.pictures.count))
      }
    }
    return FeatureMemory.Entry(
      features: features, geometry: crops.geometry, damaged: damaged, lost: Set(indices.filter { pictures[$0] == nil }))
  }
}
