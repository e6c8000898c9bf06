import M3Core
import M3Video
import Testing

@Suite struct PreprocessorTests {
  static func processing(_ side: Int, _ fit: CropFit, anyres: Bool = false) -> ImageProcessing {
    let canvases = [(1, 2), (2, 1), (2, 2), (3, 1), (1, 3)].map { PixelSize(width: side * $0.0, height: side * $0.1) }
    return ImageProcessing(
      cropSide: side, fit: fit, anyres: anyres ? Anyres(pinpoints: canvases, merge: .spatialUnpad) : nil,
      mean: ImageProcessing.clipMean, standardDeviation: ImageProcessing.clipStandardDeviation)
  }

  /// The tensors of the reference checkpoints, which Pillow made; 2 levels anywhere and 0.25 on average would do.
  @Test(arguments: ["llava15", "llavanext", "original"], [CropFit.pad, .crop])
  func equalsPillowOnThePhotographs(model: String, fit: CropFit) throws {
    let crop = Preprocessor(Self.processing(96, fit)).crop(of: try PictureGolden.picture("\(model).wide"))
    #expect(try crop == PictureGolden.picture("\(model).\(fit.rawValue)"))
  }

  @Test(arguments: ["llavanext", "original"])
  func anyresTilesEqualPillows(model: String) throws {
    let picture = try PictureGolden.picture("\(model).wide")
    let crops = Preprocessor(Self.processing(96, .squash, anyres: true)).crops(of: picture)
    #expect(crops.geometry?.canvas == PixelSize(width: 192, height: 192))
    try #require(crops.pictures.count == 5)
    for (index, crop) in crops.pictures.enumerated() {
      #expect(try crop == PictureGolden.picture("\(model).tile\(index)"), "crop \(index)")
    }
  }

  @Test(arguments: PictureGolden.rows("fit.tsv"))
  func fitsEqualPillows(row: [String]) throws {
    let numbers = row.prefix(3).compactMap { Int($0) }
    try #require(row.count == 5 && numbers.count == 3)
    let picture = Picture.pattern(numbers[0], numbers[1])
    #expect(Preprocessor(Self.processing(numbers[2], .pad)).crop(of: picture).crc32 == UInt32(row[3], radix: 16))
    #expect(Preprocessor(Self.processing(numbers[2], .crop)).crop(of: picture).crc32 == UInt32(row[4], radix: 16))
  }

  /// 640 x 480 on a square of 640: bars of 80 above and below in the mean colour.
  @Test func padPutsBarsInTheMeanColor() {
    let red = RGB(red: 255, green: 0, blue: 0)
    let crop = Preprocessor(Self.processing(640, .pad)).crop(of: Picture(width: 640, height: 480, fill: red))
    let mean = RGB(red: 122, green: 116, blue: 104)
    #expect(crop.size == PixelSize(width: 640, height: 640))
    #expect(crop[0, 79] == mean && crop[639, 560] == mean)
    #expect(crop[0, 80] == red && crop[639, 559] == red)
  }

  @Test func cropKeepsTheMiddle() {
    let picture = Picture.stripes([.black, .white, RGB(red: 9, green: 9, blue: 9)], width: 96, height: 96)
    let crop = Preprocessor(Self.processing(96, .crop)).crop(of: picture)
    #expect(crop.colors == [.white])
  }

  @Test func squashKeepsAll() {
    let picture = Picture.stripes([.black, .white], width: 400, height: 300)
    let crop = Preprocessor(Self.processing(336, .squash)).crop(of: picture)
    #expect(crop[100, 100] == .black && crop[300, 300] == .white)
  }

  /// Four quadrants on a 2 x 2 canvas: base first, then top left, top right, bottom left, bottom right.
  @Test func tilesComeRowByRowAfterTheBase() {
    let quadrants = (1...4).map { RGB(red: UInt8(60 * $0), green: UInt8($0), blue: 7) }
    let top = Picture.stripes([quadrants[0], quadrants[1]], width: 336, height: 336)
    let bottom = Picture.stripes([quadrants[2], quadrants[3]], width: 336, height: 336)
    let picture = Picture(width: 672, height: 672, pixels: top.pixels + bottom.pixels)
    let crops = Preprocessor(Self.processing(336, .squash, anyres: true)).crops(of: picture)
    #expect(crops.pictures.count == 5)
    #expect(crops.pictures[0].colors.isSuperset(of: quadrants))
    #expect(crops.pictures.dropFirst().map(\.colors) == quadrants.map { [$0] })
  }

  /// 400 x 300 lies 111 pixels from the left of 672 x 336.
  @Test func tilesAreBlackBesideThePicture() throws {
    let picture = Picture(width: 400, height: 300, fill: .white)
    let crops = Preprocessor(Self.processing(336, .squash, anyres: true)).crops(of: picture)
    let geometry = try #require(crops.geometry)
    #expect(geometry.canvas == PixelSize(width: 672, height: 336))
    #expect(geometry.resized == PixelSize(width: 449, height: 336))
    try #require(crops.pictures.count == geometry.cropCount)
    let (left, right) = (crops.pictures[1], crops.pictures[2])
    #expect(left[110, 168] == .black && left[111, 168] == .white && left[335, 0] == .white)
    #expect(right[0, 335] == .white && right[223, 168] == .white && right[224, 168] == .black)
  }

  @Test func onlyThePicturePathIsAnyres() {
    let preprocessor = Preprocessor(Self.processing(96, .squash, anyres: true))
    let picture = Picture.pattern(120, 90)
    #expect(preprocessor.crop(of: picture) == preprocessor.crops(of: picture).pictures[0])
    let single = Preprocessor(Self.processing(96, .pad)).crops(of: picture)
    #expect(single.pictures.count == 1 && single.geometry == nil)
  }

  @Test(arguments: [(1, 1), (1, 400), (400, 1), (16384, 16), (16, 16384), (335, 336), (337, 336)], CropFit.allCases)
  func oddSizesGiveWholeCrops(size: (Int, Int), fit: CropFit) {
    let picture = Picture.pattern(size.0, size.1)
    let preprocessor = Preprocessor(Self.processing(336, fit, anyres: true))
    #expect(preprocessor.crop(of: picture).size == PixelSize(width: 336, height: 336))
    let crops = preprocessor.crops(of: picture)
    #expect(crops.pictures.count == crops.geometry?.cropCount)
    #expect(crops.pictures.allSatisfy { $0.size == PixelSize(width: 336, height: 336) })
  }
}

extension Picture {
  /// Columns of equal width, one a colour; `width` and `height` are those of one column.
  static func stripes(_ colors: [RGB], width: Int, height: Int) -> Picture {
    let row = colors.flatMap { color in (0..<width).flatMap { _ in [color.red, color.green, color.blue] } }
    return Picture(width: width * colors.count, height: height, pixels: (0..<height).flatMap { _ in row })
  }
}
