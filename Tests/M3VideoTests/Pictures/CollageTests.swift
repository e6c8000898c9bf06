import M3Core
import M3Video
import Testing

@Suite struct CollageTests {
  private func gray(_ level: UInt8) -> RGB { RGB(red: level, green: level, blue: level) }

  private func frames(_ count: Int) -> [Picture] {
    (0..<count).map { Picture(width: 8, height: 4, fill: gray(UInt8(10 * $0))) }
  }

  /// 1 2 / 3 4 / 5 6.
  @Test func sixFramesStandTwoAcrossInTimeOrder() {
    let collage = Collage.compose(frames(6))
    #expect(collage.size == PixelSize(width: 16, height: 12))
    for index in 0..<6 {
      let (row, column) = index.quotientAndRemainder(dividingBy: 2)
      #expect(collage[column * 8, row * 4] == gray(UInt8(10 * index)))
      #expect(collage[column * 8 + 7, row * 4 + 3] == gray(UInt8(10 * index)))
    }
  }

  @Test(arguments: [(5, [5]), (7, [7, 8]), (3, [3]), (10, [10, 11])])
  func emptyCellsAreWhite(count: Int, empty: [Int]) {
    let collage = Collage.compose(frames(count))
    let columns = CollageGeometry(frameCount: count).columns
    for cell in 0..<(collage.width / 8) * (collage.height / 4) {
      let color = collage[cell % columns * 8 + 3, cell / columns * 4 + 2]
      #expect(color == (empty.contains(cell) ? .white : gray(UInt8(10 * cell))))
    }
  }

  @Test func framesAreEvenedOutToTheSmallestSides() {
    let collage = Collage.compose([
      Picture(width: 30, height: 9, fill: gray(1)), Picture(width: 20, height: 15, fill: gray(2)),
      Picture(width: 40, height: 11, fill: gray(3)),
    ])
    #expect(collage.size == PixelSize(width: 40, height: 18))
    #expect(collage[19, 8] == gray(1) && collage[20, 0] == gray(2) && collage[0, 9] == gray(3))
    #expect(collage[20, 9] == .white)
  }

  @Test func oneFrameIsItself() {
    let picture = Picture.pattern(31, 17)
    #expect(Collage.compose([picture]) == picture)
  }
}
