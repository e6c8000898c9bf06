import M3Core

extension Picture {
  /// The pattern that Tests/Goldens/Pictures/make.py draws: every channel of every pixel from one integer hash.
  static func pattern(_ width: Int, _ height: Int) -> Picture {
    let pixels = (0..<UInt32(width * height * 3)).map { index in
      UInt8(((index ^ (index >> 7)) &* 2_654_435_761) >> 24)
    }
    return Picture(width: width, height: height, pixels: pixels)
  }

  /// As zlib and PNG count it.
  var crc32: UInt32 {
    ~pixels.reduce(0xFFFF_FFFF as UInt32) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in (value >> 1) ^ (0xEDB8_8320 & (0 &- (value & 1))) }
    }
  }

  /// The colours that occur.
  var colors: Set<RGB> {
    Set(
      stride(from: 0, to: pixels.count, by: 3).map { RGB(red: pixels[$0], green: pixels[$0 + 1], blue: pixels[$0 + 2]) }
    )
  }

  /// The largest and the mean difference of two pictures of one size, in levels of 255.
  func difference(to other: Picture) -> (largest: Int, mean: Double) {
    precondition(size == other.size)
    let differences = pixels.indices.map { abs(Int(pixels[$0]) - Int(other.pixels[$0])) }
    return (differences.max() ?? 0, Double(differences.reduce(0, +)) / Double(differences.count))
  }
}
