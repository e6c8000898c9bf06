import M3Core
import Testing

@testable import M3Video

@Suite struct PictureResamplerTests {
  @Test(arguments: PictureGolden.rows("resize.tsv"))
  func equalsPillow(row: [String]) throws {
    let sides = row.dropLast().compactMap { Int($0) }
    try #require(sides.count == 4)
    let resized = Picture.pattern(sides[0], sides[1]).resized(to: PixelSize(width: sides[2], height: sides[3]))
    #expect(resized.size == PixelSize(width: sides[2], height: sides[3]))
    #expect(resized.crc32 == UInt32(row[4], radix: 16))
  }

  @Test func goldensAreThere() {
    #expect(PictureGolden.rows("resize.tsv").count == 29)
    #expect(PictureGolden.rows("fit.tsv").count == 17)
  }

  @Test(arguments: [(64, 48), (97, 30), (20, 61), (1, 1), (120, 90)])
  func bilinearIsOpenCVsWithinOneLevel(width: Int, height: Int) throws {
    let expected = try PictureGolden.picture("bilinear.\(width)x\(height)")
    let resized = Picture.pattern(97, 61).resized(to: PixelSize(width: width, height: height), filter: .bilinear)
    let difference = resized.difference(to: expected)
    #expect(difference.largest <= 1)
    #expect(difference.mean <= 0.25)
  }

  static let sizes = [
    (1, 1, 1, 1), (1, 1, 5, 9), (1, 17, 3, 5), (17, 1, 5, 3), (2, 3, 7, 1), (5, 5, 16, 16), (6, 4, 17, 33),
    (33, 29, 16, 15), (31, 64, 5, 4), (100, 7, 9, 21), (7, 100, 21, 9), (63, 65, 64, 64), (200, 150, 31, 17),
    (4, 4, 1, 1), (15, 16, 48, 47), (500, 2, 3, 2), (2, 500, 2, 3), (97, 101, 49, 48),
  ]

  @Test(arguments: sizes, ResampleFilter.allCases)
  func equalsItsScalarReference(sizes: (Int, Int, Int, Int), filter: ResampleFilter) {
    let picture = Picture.pattern(sizes.0, sizes.1)
    let resampler = PictureResampler(
      from: picture.size, to: PixelSize(width: sizes.2, height: sizes.3), filter: filter)
    #expect(resampler.run(picture, kernel: .dispatched) == resampler.run(picture, kernel: .scalar))
  }

  /// A picture on a canvas of one colour, and a window of the result: equal to resizing the canvas and cutting.
  @Test(arguments: [(40, 30, 3, 5, 21, 19), (7, 9, 1, 0, 30, 40), (60, 50, 20, 31, 13, 11)], ResampleFilter.allCases)
  func barsAndWindowsAreExact(shape: (Int, Int, Int, Int, Int, Int), filter: ResampleFilter) {
    let (width, height, left, top, toWidth, toHeight) = shape
    let picture = Picture.pattern(width, height)
    let fill = RGB(red: 122, green: 116, blue: 104)
    let lines = (width: width + left + 4, height: height + top + 9)
    let canvas = picture.on(Picture(width: lines.width, height: lines.height, fill: fill), left: left, top: top)
    let whole = canvas.resized(to: PixelSize(width: toWidth, height: toHeight), filter: filter)
    let window = (columns: 2..<toWidth - 3, rows: 1..<toHeight - 1)
    let resampler = PictureResampler(
      across: .init(line: lines.width, picture: left..<left + width, resized: toWidth, window: window.columns),
      down: .init(line: lines.height, picture: top..<top + height, resized: toHeight, window: window.rows),
      fill: fill, filter: filter)
    for kernel in [PictureResampler.Kernel.dispatched, .scalar] {
      let part = resampler.run(picture, kernel: kernel)
      for (row, column) in window.rows.flatMap({ row in window.columns.map { (row, $0) } }) {
        #expect(part[column - 2, row - 1] == whole[column, row])
      }
    }
  }

  @Test(arguments: [(1, 1), (1, 9), (9, 1), (17, 5), (336, 336)], ResampleFilter.allCases)
  func sameSizeChangesNothing(size: (Int, Int), filter: ResampleFilter) {
    let picture = Picture.pattern(size.0, size.1)
    let resampler = PictureResampler(from: picture.size, to: picture.size, filter: filter)
    #expect(resampler.resize(picture) == picture)
  }

  @Test(arguments: sizes + [(16384, 16, 336, 336), (16, 16384, 336, 336)], ResampleFilter.allCases)
  func oneColorStaysThatColor(sizes: (Int, Int, Int, Int), filter: ResampleFilter) {
    for color in [RGB.black, RGB.white, RGB(red: 1, green: 128, blue: 254)] {
      let picture = Picture(width: sizes.0, height: sizes.1, fill: color)
      let resized = picture.resized(to: PixelSize(width: sizes.2, height: sizes.3), filter: filter)
      #expect(resized.colors == [color])
    }
  }

  /// What the kernel's 32-bit sums rely on, and that weights are those of a mean.
  @Test(arguments: [(1, 336), (2, 3), (3, 2), (336, 337), (337, 336), (1920, 336), (16384, 336), (336, 16384), (7, 1)])
  func weightsFitTheirSums(from: Int, to: Int) {
    for filter in ResampleFilter.allCases {
      let axis = ResampleAxis(.init(from: from, to: to), filter: filter)
      for output in 0..<to {
        let weights = axis.weights(of: output)
        #expect(weights.reduce(0) { $0 + abs(Int($1)) } <= 2 << 22)
        #expect(abs(weights.reduce(0) { $0 + Int($1) } - 1 << 22) <= weights.count)
      }
    }
  }

  /// Two million rows would be gigabytes after the first pass if they were kept.
  @Test func longPicturesNeedLittleMemory() {
    let axis = ResampleAxis(.init(from: 2_000_000, to: 336), filter: .bicubic)
    let narrow = ResampleAxis(.init(from: 1, to: 336), filter: .bicubic)
    #expect(PictureResampler.workspace(across: narrow, down: axis) < 30 << 20)
  }
}

extension Picture {
  /// The picture put onto another.
  fileprivate func on(_ canvas: Picture, left: Int, top: Int) -> Picture {
    var pixels = canvas.pixels
    for row in 0..<height {
      for byte in 0..<width * 3 {
        pixels[((top + row) * canvas.width + left) * 3 + byte] = self.pixels[row * width * 3 + byte]
      }
    }
    return Picture(width: canvas.width, height: canvas.height, pixels: pixels)
  }
}
