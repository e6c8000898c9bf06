import M3Core

/// A picture as H.264 takes it: limited-range BT.601 brightness at full size, colour at half.
///
/// A colour sample is the mean of four pixels and sits between them, where most decoders take it to be (the file says so).
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
        let first = row * 2 * width + column * 2
        let four = [first, first + 1, first + width, first + width + 1]
        let blueLevel = four.reduce(Float(128.5)) { $0 + differences[$1].blue * 0.25 }
        let redLevel = four.reduce(Float(128.5)) { $0 + differences[$1].red * 0.25 }
        blue[row * width / 2 + column] = UInt8(min(max(blueLevel, 16), 240))
        red[row * width / 2 + column] = UInt8(min(max(redLevel, 16), 240))
      }
    }
    self.luma = luma
    self.blue = blue
    self.red = red
  }
}
