import M3Core
import Testing

/// The table of the reference: LLaVA-NeXT's canvases, run over with the original code.
@Suite struct AnyresGeometryTests {
  struct Row: CustomTestStringConvertible {
    let images: [(Int, Int)]
    let canvas: (Int, Int)
    let resized: (Int, Int)
    let offset: (Int, Int)
    /// At 576, 144, 36, 9 and 1 tokens a crop.
    let flat: [Int]
    let unpadded: [Int]

    var testDescription: String { images.map { "\($0.0)x\($0.1)" }.joined(separator: " ") }
  }

  static let pinpoints = [(336, 672), (672, 336), (672, 672), (1008, 336), (336, 1008)].map {
    PixelSize(width: $0.0, height: $0.1)
  }
  static let scales = Array(VisualScale.trained.reversed())
  static let three = [1728, 432, 108, 27, 3]
  static let four = [2304, 576, 144, 36, 4]
  static let five = [2880, 720, 180, 45, 5]

  static let pictures = [
    Row(
      images: [(336, 336), (100, 100)], canvas: (336, 672), resized: (336, 336), offset: (0, 168), flat: three,
      unpadded: [1176, 300, 78, 25, 5]),
    Row(
      images: [(640, 480), (1024, 768)], canvas: (672, 672), resized: (672, 504), offset: (0, 84), flat: five,
      unpadded: [2340, 594, 166, 37, 7]),
    Row(
      images: [(480, 640)], canvas: (672, 672), resized: (504, 672), offset: (84, 0), flat: five,
      unpadded: [2352, 600, 168, 39, 7]),
    Row(
      images: [(899, 1024)], canvas: (672, 672), resized: (590, 672), offset: (41, 0), flat: five,
      unpadded: [2640, 696, 168, 51, 7]),
    Row(
      images: [(1024, 899)], canvas: (672, 672), resized: (672, 590), offset: (0, 41), flat: five,
      unpadded: [2634, 694, 166, 51, 7]),
    Row(
      images: [(672, 672)], canvas: (672, 672), resized: (672, 672), offset: (0, 0), flat: five,
      unpadded: [2928, 744, 192, 51, 7]),
    Row(
      images: [(1000, 300)], canvas: (1008, 336), resized: (1008, 303), offset: (0, 16), flat: four,
      unpadded: [2182, 514, 150, 39, 5]),
    Row(
      images: [(300, 1000)], canvas: (336, 1008), resized: (303, 1008), offset: (16, 0), flat: four,
      unpadded: [2232, 540, 162, 45, 7]),
    Row(
      images: [(500, 1000)], canvas: (336, 672), resized: (336, 672), offset: (0, 0), flat: three,
      unpadded: [1776, 456, 120, 33, 5]),
    Row(
      images: [(400, 300)], canvas: (672, 336), resized: (449, 336), offset: (111, 0), flat: three,
      unpadded: [1368, 348, 90, 24, 4]),
    Row(
      images: [(2000, 500), (1344, 336)], canvas: (1008, 336), resized: (1008, 252), offset: (0, 42), flat: four,
      unpadded: [1890, 514, 112, 39, 5]),
  ]

  private func geometry(_ width: Int, _ height: Int) -> AnyresGeometry {
    AnyresGeometry(image: PixelSize(width: width, height: height), pinpoints: Self.pinpoints, cropSide: 336)
  }

  private func check(_ geometry: AnyresGeometry, _ row: Row) {
    #expect(geometry.canvas == PixelSize(width: row.canvas.0, height: row.canvas.1))
    #expect(geometry.resized == PixelSize(width: row.resized.0, height: row.resized.1))
    #expect(geometry.offset == row.offset)
    #expect(Self.scales.map { geometry.nominalTokens(at: $0) } == row.flat)
    #expect(Self.scales.map { geometry.tokens(at: $0, merge: .flat) } == row.flat)
    #expect(Self.scales.map { geometry.tokens(at: $0, merge: .spatial) } == row.flat)
    #expect(Self.scales.map { geometry.tokens(at: $0, merge: .spatialUnpad) } == row.unpadded)
    #expect(geometry.cropCount == row.flat[4])
    #expect(geometry.columns * 336 == row.canvas.0 && geometry.rows * 336 == row.canvas.1)
  }

  @Test(arguments: pictures)
  func singlePictures(row: Row) {
    for (width, height) in row.images { check(geometry(width, height), row) }
  }

  struct Collage: CustomTestStringConvertible {
    let frames: [(Int, Int)]
    let row: Row
    /// Columns and rows of the unpadded grid, at 576, 144, 36, 9 and 1 tokens a crop.
    let grids: [(Int, Int)]

    var testDescription: String { frames.map { "\($0.0)x\($0.1)" }.joined(separator: " ") }
  }

  static let collages = [
    Collage(
      frames: [(320, 240), (400, 300), (640, 480)],
      row: Row(
        images: [], canvas: (672, 672), resized: (598, 672), offset: (37, 0), flat: five,
        unpadded: [2640, 696, 168, 51, 7]),
      grids: [(42, 48), (22, 24), (10, 12), (6, 6), (2, 2)]),
    Collage(
      frames: [(320, 180), (854, 480), (1920, 1080)],
      row: Row(
        images: [], canvas: (672, 672), resized: (672, 567), offset: (0, 52), flat: five,
        unpadded: [2536, 644, 166, 51, 7]),
      grids: [(48, 40), (24, 20), (12, 10), (6, 6), (2, 2)]),
    Collage(
      frames: [(480, 480)],
      row: Row(
        images: [], canvas: (672, 672), resized: (448, 672), offset: (112, 0), flat: five,
        unpadded: [2160, 552, 144, 39, 7]),
      grids: [(32, 48), (16, 24), (8, 12), (4, 6), (2, 2)]),
    Collage(
      frames: [(360, 640), (720, 1280)],
      row: Row(
        images: [], canvas: (336, 1008), resized: (336, 896), offset: (0, 56), flat: four,
        unpadded: [2176, 560, 148, 45, 7]),
      grids: [(24, 64), (12, 32), (6, 16), (3, 9), (1, 3)]),
  ]

  @Test(arguments: collages)
  func sixFrameCollages(collage: Collage) {
    for (width, height) in collage.frames {
      let size = CollageGeometry(frameCount: 6).size(frame: PixelSize(width: width, height: height))
      #expect(size == PixelSize(width: 2 * width, height: 3 * height))
      let geometry = geometry(size.width, size.height)
      check(geometry, collage.row)
      for (scale, grid) in zip(Self.scales, collage.grids) {
        let kept = geometry.keptGrid(at: scale)
        #expect((kept.columns.count, kept.rows.count) == grid, "\(width)x\(height) at \(scale.tokens)")
      }
    }
  }

  /// On a full tie the first canvas in the list stays.
  @Test func tiesGoToTheFirstCanvas() {
    #expect(geometry(100, 100).canvas == PixelSize(width: 336, height: 672))
    let reversed = AnyresGeometry(
      image: PixelSize(width: 100, height: 100), pinpoints: [Self.pinpoints[1], Self.pinpoints[0]], cropSide: 336)
    #expect(reversed.canvas == PixelSize(width: 672, height: 336))
  }

  /// All of the grid can be padding: 100 x 99 at one token a crop is the base crop's token alone.
  @Test func unpaddingCanLeaveNoRows() {
    let kept = geometry(100, 99).keptGrid(at: .tokens1)
    #expect(kept.rows.isEmpty && kept.columns == 0..<1)
    #expect(geometry(100, 99).tokens(at: .tokens1, merge: .spatialUnpad) == 1)
  }

  /// Without columns each row is still ended by its newline.
  @Test func unpaddingCanLeaveNoColumns() {
    let wide = AnyresGeometry(
      image: PixelSize(width: 99, height: 100), pinpoints: [PixelSize(width: 672, height: 336)], cropSide: 336)
    let kept = wide.keptGrid(at: .tokens1)
    #expect(kept.columns.isEmpty && kept.rows == 0..<1)
    #expect(wide.tokens(at: .tokens1, merge: .spatialUnpad) == 1 + 1)
  }

  /// A picture of extreme shape leaves nothing even at fine scales.
  @Test(arguments: [(VisualScale.tokens9, 3), (.tokens36, 6), (.tokens144, 12), (.tokens576, 24)])
  func aspectsThatLeaveNothing(scale: VisualScale, aspect: Int) {
    let square = AnyresGeometry(
      image: PixelSize(width: 100 * (aspect * 2 + 1), height: 100), pinpoints: [PixelSize(width: 672, height: 672)],
      cropSide: 336)
    #expect(square.keptGrid(at: scale).rows.isEmpty)
    #expect(square.tokens(at: scale, merge: .spatialUnpad) == scale.tokens)
  }

  /// For every shape: the resized picture fits its canvas, the grid kept fits the grid, counts agree.
  @Test func shapesStayInBounds() {
    for width in stride(from: 1, through: 2000, by: 37) {
      for height in stride(from: 1, through: 2000, by: 41) {
        let geometry = geometry(width, height)
        let (resized, offset) = (geometry.resized, geometry.offset)
        #expect(resized.width >= 1 && offset.x >= 0 && offset.x + resized.width <= geometry.canvas.width)
        #expect(resized.height >= 1 && offset.y >= 0 && offset.y + resized.height <= geometry.canvas.height)
        #expect(resized.width == geometry.canvas.width || resized.height == geometry.canvas.height)
        for scale in [VisualScale.tokens1, .tokens36, .tokens576] {
          let kept = geometry.keptGrid(at: scale)
          #expect(kept.rows.lowerBound >= 0 && kept.rows.upperBound <= geometry.rows * scale.side)
          #expect(kept.columns.lowerBound >= 0 && kept.columns.upperBound <= geometry.columns * scale.side)
        }
      }
    }
  }
}
