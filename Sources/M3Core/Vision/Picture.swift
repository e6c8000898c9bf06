/// One picture in memory: RGB, 8 bits a channel, [row, column, channel], row-major, no padding.
///
/// A decoded frame, a collage, or a crop (then square, of the side that the vision tower wants).
public struct Picture: Equatable, Sendable {
  /// Pixels along a row; at least 1.
  public let width: Int
  /// Rows; at least 1.
  public let height: Int
  /// `width * height * 3` bytes.
  public private(set) var pixels: [UInt8]

  /// Takes `pixels` as the picture's bytes.
  ///
  /// - Precondition: both sides are at least 1 and `pixels.count == width * height * 3`.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(width >= 1 && height >= 1, "a picture has at least one pixel")
    precondition(pixels.count == width * height * 3, "\(width) x \(height) x 3 bytes expected, found \(pixels.count)")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// A picture of one colour.
  public init(width: Int, height: Int, fill: RGB) {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 3)
    for _ in 0..<width * height {
      pixels.append(fill.red)
      pixels.append(fill.green)
      pixels.append(fill.blue)
    }
    self.init(width: width, height: height, pixels: pixels)
  }

  /// Width and height together.
  public var size: PixelSize { PixelSize(width: width, height: height) }

  /// The colour at a column and row, both counted from the top left.
  public subscript(column: Int, row: Int) -> RGB {
    let start = (row * width + column) * 3
    return RGB(red: pixels[start], green: pixels[start + 1], blue: pixels[start + 2])
  }
}

/// A colour, 8 bits a channel.
public struct RGB: Hashable, Codable, Sendable {
  public let red: UInt8
  public let green: UInt8
  public let blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  public static let white = RGB(red: 255, green: 255, blue: 255)
  public static let black = RGB(red: 0, green: 0, blue: 0)
}

/// Width and height in pixels.
public struct PixelSize: Hashable, Codable, Sendable {
  public let width: Int
  public let height: Int

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}
