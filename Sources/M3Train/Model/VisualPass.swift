import M3Core
import M3Tensor

/// Crops through tower and projector, once for all scales and variants of a pass, and back.
struct VisualPass {
  /// A crop at a scale.
  struct Key: Hashable {
    var crop: Int
    var scale: VisualScale
  }

  private let tower: TrainedVisionTower
  private let projector: TrainedProjector
  private let reduction: Reduction
  private let pass: Pass
  /// A crop each, in order.
  private var towers: [TrainedVisionTower.Saved] = []
  private let projected: TrainedProjector.Saved
  /// [crop * 576, hidden].
  private let features: MatrixView
  private(set) var pooled: [Key: MatrixView] = [:]

  /// Runs crops forward; what the backward pass needs stays in the arena unless the tower is frozen.
  ///
  /// - Parameters:
  ///   - keys: of the crops in the cache; nil for those that do not come again.
  ///   - scales: that each crop is wanted at.
  ///   - cache: of what does not change.
  init(
    _ crops: [Picture], keys: [UInt64?], scales: [Set<VisualScale>], _ cache: TowerCache?, _ tower: TrainedVisionTower,
    _ projector: TrainedProjector, width: Int, reduction: Reduction, _ pass: Pass
  ) {
    self.tower = tower
    self.projector = projector
    self.reduction = reduction
    self.pass = pass
    guard cache?.depth != .tokens || !pass.trained.isDisjoint(with: [.vision, .projector]) else {
      projected = TrainedProjector.Saved(inputs: [], inner: [])
      features = pass.arena.matrix(0, width)
      for crop in crops.indices {
        pooled.merge(
          Self.tokens(crops[crop...crop], keys[crop], scales[crop], cache, tower, projector, reduction, width, pass)
        ) { $1 }
      }
      return
    }
    let patches = tower.shape.patches
    let seen = pass.arena.matrix(crops.count * patches, tower.shape.hidden)
    let isFrozen = !pass.trained.contains(.vision)
    for crop in crops.indices {
      let own = seen[crop * patches..<(crop + 1) * patches]
      let key = isFrozen ? keys[crop] : nil
      if let key, let cache, cache.copy(key, nil, to: own) { continue }
      // One at a time, so that its values stay near the processor.
      let mark = pass.arena.mark
      let saved = tower.forward(crops[crop...crop], pass)
      own.copy(saved.output[tower.patches(of: 0)])
      if isFrozen { pass.arena.release(to: mark) } else { towers.append(saved) }
      if let key { cache?.keep(own, as: key, nil) }
    }
    features = pass.arena.matrix(crops.count * patches, width)
    projected = projector.forward(seen, into: features, pass)
  }

  /// One crop's tokens at the scales that are wanted, from the cache if they are all there.
  private static func tokens(
    _ crop: ArraySlice<Picture>, _ key: UInt64?, _ scales: Set<VisualScale>, _ cache: TowerCache?,
    _ tower: TrainedVisionTower, _ projector: TrainedProjector, _ reduction: Reduction, _ width: Int, _ pass: Pass
  ) -> [Key: MatrixView] {
    var pooled: [Key: MatrixView] = [:]
    for scale in scales {
      pooled[Key(crop: crop.startIndex, scale: scale)] = pass.arena.matrix(scale.tokens, width)
    }
    if let key, let cache,
      pooled.allSatisfy({ place, tokens in cache.copy(key, place.scale, to: tokens) })
    {
      return pooled
    }
    let mark = pass.arena.mark
    let saved = tower.forward(crop, pass)
    let features = pass.arena.matrix(tower.shape.patches, width)
    _ = projector.forward(saved.output[tower.patches(of: 0)], into: features, pass)
    for (place, tokens) in pooled {
      PoolingLayer.forward(features, to: place.scale, by: reduction, into: tokens)
      if let key { cache?.keep(tokens, as: key, place.scale) }
    }
    if let key, let cache {
      // Coarse tokens are small, and another plan will want them.
      for scale in VisualScale.trained where scale <= .tokens36 && !scales.contains(scale) {
        let tokens = pass.arena.matrix(scale.tokens, width)
        PoolingLayer.forward(features, to: scale, by: reduction, into: tokens)
        cache.keep(tokens, as: key, scale)
      }
    }
    pass.arena.release(to: mark)
    return pooled
  }

  private func features(of crop: Int, in matrix: MatrixView) -> MatrixView {
    matrix[crop * tower.shape.patches..<(crop + 1) * tower.shape.patches]
  }

  /// A crop's tokens at a scale, [token, hidden]; pooled when first asked for.
  mutating func tokens(_ key: Key) -> MatrixView {
    if let tokens = pooled[key] { return tokens }
    let tokens = pass.arena.matrix(key.scale.tokens, features.columns)
    PoolingLayer.forward(features(of: key.crop, in: features), to: key.scale, by: reduction, into: tokens)
    pooled[key] = tokens
    return tokens
  }

  /// Runs back from the gradients of pooled tokens.
  func backward(_ gradients: [Key: MatrixView]) {
    guard !pass.trained.isDisjoint(with: [.vision, .projector]), features.rows > 0 else { return }
    let d = pass.arena.zeros(features.rows, features.columns)
    // In a fixed order, so that sums are the same to the last bit.
    for (key, gradient) in gradients.sorted(by: { ($0.key.crop, $0.key.scale) < ($1.key.crop, $1.key.scale) }) {
      PoolingLayer.backward(gradient, of: key.scale, by: reduction, addingTo: features(of: key.crop, in: d))
    }
    guard pass.trained.contains(.vision) else { return projector.backward(d, projected, into: nil, pass) }
    let seen = pass.arena.matrix(d.rows, tower.shape.hidden)
    projector.backward(d, projected, into: seen, pass)
    backward(seen)
  }

  /// Runs back from the gradient of the tower's patches, [crop * 576, tower width].
  private func backward(_ seen: MatrixView) {
    for (crop, saved) in towers.enumerated() {
      let mark = pass.arena.mark
      let d = pass.arena.zeros(saved.output.rows, saved.output.columns)
      d[tower.patches(of: 0)].copy(features(of: crop, in: seen))
      tower.backward(d, saved, pass)
      pass.arena.release(to: mark)
    }
  }
}
