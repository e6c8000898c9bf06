import M3Core

/// A picture under construction: Float levels, [row, column, channel], row-major.
struct Raster {
  let side: Int
  var levels: [Float]

  /// All of one background.
  init(side: Int, background: SceneBackground) {
    self.side = side
    levels = [Float](repeating: 0, count: side * side * 3)
    let paint = [Float(background.paint.red), Float(background.paint.green), Float(background.paint.blue)]
    let toUnit = 2 / Float(side)
    for row in 0..<side {
      let down = background.slopeY * ((Float(row) + 0.5) * toUnit - 1)
      for column in 0..<side {
        let light = down + background.slopeX * ((Float(column) + 0.5) * toUnit - 1)
        for channel in 0..<3 { levels[(row * side + column) * 3 + channel] = paint[channel] + light }
      }
    }
  }

  /// Paints a colour over a box, as much in each pixel as `contains` holds for 4 x 4 points of it.
  ///
  /// - Parameters:
  ///   - box: left, top, width and height in 1/96 of the frame.
  ///   - contains: asked with points in units of the box's coordinates, from its left top.
  mutating func paint(
    _ color: RGB, box: (x: Float, y: Float, width: Float, height: Float), contains: (Float, Float) -> Bool
  ) {
    let scale = Float(side) / Float(WorldCanvas.side)
    let columns =
      max(0, Int((box.x * scale).rounded(.down)))..<min(side, Int(((box.x + box.width) * scale).rounded(.up)))
    let rows = max(0, Int((box.y * scale).rounded(.down)))..<min(side, Int(((box.y + box.height) * scale).rounded(.up)))
    guard !columns.isEmpty, !rows.isEmpty else { return }
    let red = Float(color.red)
    let green = Float(color.green)
    let blue = Float(color.blue)
    for row in rows {
      for column in columns {
        var inside = 0
        for point in 0..<16 {
          let u = (Float(column) + (Float(point & 3) + 0.5) * 0.25) / scale - box.x
          let v = (Float(row) + (Float(point >> 2) + 0.5) * 0.25) / scale - box.y
          if u >= 0, v >= 0, u < box.width, v < box.height, contains(u, v) { inside += 1 }
        }
        guard inside > 0 else { continue }
        let part = Float(inside) / 16
        let start = (row * side + column) * 3
        levels[start] += (red - levels[start]) * part
        levels[start + 1] += (green - levels[start + 1]) * part
        levels[start + 2] += (blue - levels[start + 2]) * part
      }
    }
  }

  /// Mixes a colour into every pixel.
  mutating func tint(_ color: RGB, strength: Float) {
    let add = [Float(color.red) * strength, Float(color.green) * strength, Float(color.blue) * strength]
    let keep = 1 - strength
    for start in stride(from: 0, to: levels.count, by: 3) {
      levels[start] = levels[start] * keep + add[0]
      levels[start + 1] = levels[start + 1] * keep + add[1]
      levels[start + 2] = levels[start + 2] * keep + add[2]
    }
  }

  /// Rounded to bytes.
  func picture() -> Picture {
    var pixels = [UInt8](repeating: 0, count: levels.count)
    for index in pixels.indices { pixels[index] = UInt8(min(max(levels[index], 0), 255) + 0.5) }
    return Picture(width: side, height: side, pixels: pixels)
  }
}
