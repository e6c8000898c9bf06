import M3Core
import M3World

/// A clip of a texture that drifts and changes a little: neither as easy to decode as a drawing nor as hard as noise.
struct MovingTexture {
  let side: Int

  /// Writes an H.264 file of so many frames, 30 a second, a key frame every 250.
  func write(frames: Int, to path: String) throws {
    var encoder = try ClipEncoder.open(
      path: path, rate: Rational(30, 1),
      settings: EncoderSettings(side: side, quality: 23, preset: "veryfast", keyFrameInterval: 250))
    let texture = texture()
    for frame in 0..<frames {
      try Task.checkCancellation()
      try encoder.append(picture(frame, texture))
    }
    try encoder.finish()
  }

  /// [row, column], 0...255: waves of several lengths, and some grain.
  private func texture() -> [UInt8] {
    var state: UInt32 = 1
    return (0..<side * side).map { i in
      let (row, column) = (i / side, i % side)
      state = state &* 1_664_525 &+ 1_013_904_223
      let wave = (row * 7 ^ column * 5) & 63 + (row / 8 * column / 8) & 127
      return UInt8(truncatingIfNeeded: min(255, 32 + wave + Int(state >> 28)))
    }
  }

  private func picture(_ frame: Int, _ texture: [UInt8]) -> Picture {
    var pixels = [UInt8](repeating: 0, count: side * side * 3)
    for row in 0..<side {
      let from = (row + frame) % side * side
      for column in 0..<side {
        let value = texture[from + (column + 2 * frame) % side]
        let to = (row * side + column) * 3
        pixels[to] = value
        pixels[to + 1] = value / 2 &+ UInt8(truncatingIfNeeded: row * 127 / side)
        pixels[to + 2] = 255 - value
      }
    }
    return Picture(width: side, height: side, pixels: pixels)
  }
}
