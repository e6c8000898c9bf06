import M3Core

/// A picture as H.264 takes it: limited-range BT.601 brightness at full size, colour at half.
///
/// Colour samples sit on the left column of each pair and between its rows (MPEG-2 siting, H.264's default).
struct Chroma420 {
  /// [row, column], `side * side` bytes.
  let luma: [UInt8]
  /// [row, column], a quarter of that.
  let blue: [UInt8]
  let red: [UInt8]

  /// - Precondition: the picture's sides are even.
  init(_ picture: Picture) {
    let width = picture.width
    let height = picture.height
    precondition(width.isMultiple(of: 2) && height.isMultiple(of: 2), "4:2:0 halves both sides")
    var luma = [UInt8](repeating: 0, count: width * height)
    var differences = [(blue: Float, red: Float)](repeating: (0, 0), count: width * height)
    for pixel in 0..<width * height {
      let r = Float(picture.pixels[pixel * 3])
      let g = Float(picture.pixels[pixel * 3 + 1])
      let b = Float(picture.pixels[pixel * 3 + 2])
      let y = 0.299 * r + 0.587 * g + 0.114 * b
      luma[pixel] = UInt8(16.5 + y * (219.0 / 255))
      differences[pixel] = ((b - y) * (112.0 / 255 / 0.886), (r - y) * (112.0 / 255 / 0.701))
    }
    var blue = [UInt8](repeating: 0, count: width * height / 4)
    var red = blue
    for row in 0..<height / 2 {
      for column in 0..<width / 2 {
        var sum: (blue: Float, red: Float) = (0, 0)
        for line in [row * 2, row * 2 + 1] {
          for (offset, weight) in [(-1, Float(0.125)), (0, 0.25), (1, 0.125)] {
            let value = differences[line * width + max(0, column * 2 + offset)]
            sum.blue += value.blue * weight
            sum.red += value.red * weight
          }
        }
        blue[row * width / 2 + column] = UInt8(min(max(sum.blue + 128.5, 16), 240))
        red[row * width / 2 + column] = UInt8(min(max(sum.red + 128.5, 16), 240))
      }
    }
    self.luma = luma
    self.blue = blue
    self.red = red
  }
}
