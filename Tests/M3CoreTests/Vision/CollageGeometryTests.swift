import M3Core
import Testing

@Suite struct CollageGeometryTests {
  @Test(arguments: [
    (1, 1, 1), (2, 1, 2), (3, 2, 2), (4, 2, 2), (5, 2, 3), (6, 2, 3), (7, 3, 3), (8, 3, 3), (9, 3, 3), (10, 3, 4),
    (12, 3, 4), (13, 4, 4), (16, 4, 4), (20, 4, 5), (21, 5, 5), (30, 5, 6), (31, 6, 6),
  ])
  func columnsAreTheRoundedRoot(count: Int, columns: Int, rows: Int) {
    let geometry = CollageGeometry(frameCount: count)
    #expect(geometry.columns == columns)
    #expect(geometry.rows == rows)
  }

  @Test func everyFrameHasACellAndNoRowIsEmpty() {
    for count in 1...3000 {
      let geometry = CollageGeometry(frameCount: count)
      #expect(geometry.columns * geometry.rows >= count)
      #expect(geometry.columns * (geometry.rows - 1) < count)
    }
  }

  @Test func sizeIsThatOfAllCells() {
    let size = CollageGeometry(frameCount: 5).size(frame: PixelSize(width: 10, height: 7))
    #expect(size == PixelSize(width: 20, height: 21))
  }
}
