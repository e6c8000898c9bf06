import Glibc

/// Cosines and sines of rotary position embedding: the angle of element i at position p is p / theta^(2i / width).
///
/// Angles are rounded to Float32 at each step, as the reference (Hugging Face transformers, `LlamaRotaryEmbedding`)
/// rounds them: at thousands of positions that is more than the cosine's own rounding.
public final class RotaryTable {
  public let positions: Int
  /// Of a head; even.
  public let width: Int
  /// [position, width / 2].
  package let cosine: Matrix
  package let sine: Matrix

  /// - Precondition: `width` is even.
  public init(positions: Int, width: Int, theta: Double) {
    precondition(width % 2 == 0, "halves of a head turn together")
    self.positions = positions
    self.width = width
    cosine = Matrix(rows: positions, columns: width / 2)
    sine = Matrix(rows: positions, columns: width / 2)
    for i in 0..<width / 2 {
      let frequency = 1 / Float(pow(theta, Double(2 * i) / Double(width)))
      for position in 0..<positions {
        let angle = Double(Float(position) * frequency)
        cosine.all[position, i] = Float(cos(angle))
        sine.all[position, i] = Float(sin(angle))
      }
    }
  }
}
