import M3Core
import Testing

@testable import M3Model

/// Merges of crops whose tokens say where they stand: [crop, row, column] of the pooled grid.
@Suite struct MergeTests {
  private static let pinpoints = [(336, 672), (672, 336), (672, 672), (1008, 336), (336, 1008)].map {
    PixelSize(width: $0.0, height: $0.1)
  }
  private static let newline: [Float] = [-1, -1, -1]

  private static func geometry(_ width: Int, _ height: Int) -> AnyresGeometry {
    AnyresGeometry(image: PixelSize(width: width, height: height), pinpoints: pinpoints, cropSide: 336)
  }

  private static func features(_ geometry: AnyresGeometry, _ scale: VisualScale) -> CropFeatures {
    CropFeatures(
      scale: scale, width: 3,
      values: (0..<geometry.cropCount).flatMap { crop in
        (0..<scale.tokens).flatMap { [Float(crop), Float($0 / scale.side), Float($0 % scale.side)] }
      })
  }

  private static func merged(_ geometry: AnyresGeometry, _ scale: VisualScale, _ merge: PatchMerge) -> [[Float]] {
    let tokens = features(geometry, scale).merged(
      first: 0, geometry: geometry, by: merge, at: scale, reduction: .average, newline: newline)
    return (0..<tokens.count).map { Array(tokens[$0..<$0 + 1]) }
  }

  private static let images = [
    (336, 336), (100, 99), (640, 480), (480, 640), (899, 1024), (672, 672), (1000, 300), (300, 1000), (3000, 20),
    (20, 3000), (1280, 720),
  ]

  @Test(arguments: images, VisualScale.trained)
  func countsAreAsForetold(image: (width: Int, height: Int), scale: VisualScale) {
    let geometry = Self.geometry(image.width, image.height)
    for merge in PatchMerge.allCases {
      let tokens = Self.merged(geometry, scale, merge)
      #expect(tokens.count == geometry.tokens(at: scale, merge: merge), "\(merge)")
      let base = (0..<scale.tokens).map { [0, Float($0 / scale.side), Float($0 % scale.side)] }
      #expect(Array(tokens.prefix(scale.tokens)) == base, "the base crop comes first, \(merge)")
    }
  }

  @Test func flatIsCropAfterCrop() {
    let geometry = Self.geometry(640, 480)
    let tokens = Self.merged(geometry, .tokens9, .flat)
    #expect(tokens.map { $0[0] } == (0..<5).flatMap { [Float](repeating: Float($0), count: 9) })
  }

  @Test func spatialIsOneGrid() {
    let tokens = Self.merged(Self.geometry(640, 480), .tokens4, .spatial).dropFirst(4)
    let expected: [[Float]] = [
      [1, 0, 0], [1, 0, 1], [2, 0, 0], [2, 0, 1],
      [1, 1, 0], [1, 1, 1], [2, 1, 0], [2, 1, 1],
      [3, 0, 0], [3, 0, 1], [4, 0, 0], [4, 0, 1],
      [3, 1, 0], [3, 1, 1], [4, 1, 0], [4, 1, 1],
    ]
    #expect(Array(tokens) == expected)
  }

  /// Rows and columns that are only padding are left out, and each row that is kept ends with a newline.
  @Test(arguments: images, [VisualScale.tokens4, .tokens9, .tokens36])
  func unpaddedRowsEndWithANewline(image: (width: Int, height: Int), scale: VisualScale) {
    let geometry = Self.geometry(image.width, image.height)
    let kept = geometry.keptGrid(at: scale)
    var expected: [[Float]] = []
    for row in kept.rows {
      for column in kept.columns {
        let tile = 1 + row / scale.side * geometry.columns + column / scale.side
        expected.append([Float(tile), Float(row % scale.side), Float(column % scale.side)])
      }
      expected.append(Self.newline)
    }
    #expect(Array(Self.merged(geometry, scale, .spatialUnpad).dropFirst(scale.tokens)) == expected)
  }

  @Test func aGridWithoutRowsLeavesTheBaseCrop() {
    let geometry = Self.geometry(100, 99)
    #expect(geometry.keptGrid(at: .tokens1).rows.isEmpty)
    #expect(Self.merged(geometry, .tokens1, .spatialUnpad) == [[0, 0, 0]])
  }
}
