import Glibc
import M3Core
import M3Tensor

/// A start for a small vision tower: positions as sines and cosines, and heads that look at neighbouring patches.
///
/// With the sine and cosine of a coordinate at some frequencies in both query and key, the key's turned by a shift, the
/// score is a sum of cosines of the difference: highest where the key's patch lies that shift away.
struct NeighbourAttention {
  private let shape: ModelShape.Vision
  /// Frequencies of each of the two coordinates.
  private let frequencies: [Float]

  /// Nil for towers whose width or heads do not divide into the parts that are needed.
  init?(_ shape: ModelShape.Vision) {
    guard shape.hidden % 8 == 0, shape.heads == 4, shape.hidden / shape.heads % 4 == 0, shape.layers >= 2 else {
      return nil
    }
    self.shape = shape
    let count = shape.hidden / 8
    let side = Float(VisualScale.gridSide)
    frequencies = (0..<count).map { 1.5 * expf(-Float($0) / Float(count) * logf(side)) }
  }

  /// Patches across and down that the heads of the first layers look at; the other heads stay random.
  private static let shifts: [[(across: Float, down: Float)]] = [
    [(1, 0), (-1, 0), (0, 1), (0, -1)], [(1, 0), (-1, 0)],
  ]
  /// Of the scores.
  private static let sharpness: Float = 2
  /// Of the sines and cosines.
  private static let amplitude: Float = 0.99

  func apply(to model: TrainableModel, _ generator: inout NormalGenerator) {
    setPositions(model)
    setPatches(model)
    for (layer, shifts) in Self.shifts.enumerated() {
      for (head, shift) in shifts.enumerated() { setHead(model, layer: layer, head: head, shift) }
    }
    setContent(model, layer: shape.layers - 1, &generator)
  }

  /// Channels: sines, then cosines of the row; sines, then cosines of the column; half of them empty.
  private func setPositions(_ model: TrainableModel) {
    guard let table = model.parameter("vision_tower.embeddings.position_embedding.weight") else { return }
    var values = [Float](repeating: 0, count: table.count)
    let count = frequencies.count
    for patch in 0..<shape.patches {
      let place = [patch / VisualScale.gridSide, patch % VisualScale.gridSide]
      for axis in 0..<2 {
        for (i, frequency) in frequencies.enumerated() {
          let start = (patch + 1) * shape.hidden + axis * 2 * count + i
          values[start] = Self.amplitude * sinf(Float(place[axis]) * frequency)
          values[start + count] = Self.amplitude * cosf(Float(place[axis]) * frequency)
        }
      }
    }
    model.weights[table.range] = values
  }

  /// Patches leave the channels of the positions alone.
  private func setPatches(_ model: TrainableModel) {
    guard let patch = model.parameter("vision_tower.embeddings.patch_embedding.weight") else { return }
    model.weights.clear(patch.start..<patch.start + patch.count / 2)
  }

  private func setHead(
    _ model: TrainableModel, layer: Int, head: Int, _ shift: (across: Float, down: Float)
  ) {
    let name = "vision_tower.encoder.layers.\(layer).self_attn"
    guard let query = model.parameter("\(name).q_proj.weight"), let key = model.parameter("\(name).k_proj.weight")
    else { return }
    let (width, hidden, count) = (shape.hidden / shape.heads, shape.hidden, frequencies.count)
    let perAxis = width / 4
    var queries = [Float](repeating: 0, count: width * hidden)
    var keys = queries
    let size = sqrtf(Self.sharpness * sqrtf(Float(width)))
    for (axis, distance) in [shift.down, shift.across].enumerated() {
      for j in 0..<perAxis {
        let i = j * max(1, count / perAxis)
        let (sine, cosine) = (axis * 2 * count + i, axis * 2 * count + count + i)
        let row = axis * 2 * perAxis + 2 * j
        let angle = frequencies[i] * distance
        queries[row * hidden + sine] = size
        queries[(row + 1) * hidden + cosine] = size
        keys[row * hidden + sine] = size * cosf(angle)
        keys[row * hidden + cosine] = -size * sinf(angle)
        keys[(row + 1) * hidden + cosine] = size * cosf(angle)
        keys[(row + 1) * hidden + sine] = size * sinf(angle)
      }
    }
    let rows = head * width * hidden..<(head + 1) * width * hidden
    model.weights[query.start + rows.lowerBound..<query.start + rows.upperBound] = queries
    model.weights[key.start + rows.lowerBound..<key.start + rows.upperBound] = keys
  }

  /// Heads of the last layer look at patches like their own: queries and keys are the same random projection.
  private func setContent(_ model: TrainableModel, layer: Int, _ generator: inout NormalGenerator) {
    let name = "vision_tower.encoder.layers.\(layer).self_attn"
    guard layer >= Self.shifts.count, let query = model.parameter("\(name).q_proj.weight"),
      let key = model.parameter("\(name).k_proj.weight")
    else { return }
    let values = generator.values(query.count, deviation: 1.1 / sqrtf(Float(shape.hidden)))
    model.weights[query.range] = values
    model.weights[key.range] = values
  }
}
