import Testing

@testable import M3Video

@Suite struct OrientationTests {
  private static let one: Int32 = 1 << 16

  @Test(
    arguments: [
      ([1, 0, 0, 1], Orientation(flipsColumns: false, flipsRows: false, transposes: false)),
      ([-1, 0, 0, -1], Orientation(flipsColumns: true, flipsRows: true, transposes: false)),
      ([-1, 0, 0, 1], Orientation(flipsColumns: true, flipsRows: false, transposes: false)),
      ([1, 0, 0, -1], Orientation(flipsColumns: false, flipsRows: true, transposes: false)),
      ([0, 1, 1, 0], Orientation(flipsColumns: false, flipsRows: false, transposes: true)),
      ([0, 1, -1, 0], Orientation(flipsColumns: false, flipsRows: true, transposes: true)),
      ([0, -1, 1, 0], Orientation(flipsColumns: true, flipsRows: false, transposes: true)),
      ([0, -1, -1, 0], Orientation(flipsColumns: true, flipsRows: true, transposes: true)),
    ] as [([Int32], Orientation)])
  func eightTurns(parts: [Int32], expected: Orientation) {
    let matrix = [
      parts[0] * Self.one, parts[1] * Self.one, 0, parts[2] * Self.one, parts[3] * Self.one, 0, 0, 0, 1 << 30,
    ]
    #expect(Orientation(displayMatrix: matrix) == expected)
  }

  @Test func nearlyUprightIsUpright() {
    #expect(Orientation(displayMatrix: [65526, 1144, 0, -1144, 65526, 0, 0, 0, 1 << 30]) == .upright)
  }

  @Test(
    arguments: [[46341, 46341, 0, -46341, 46341, 0, 0, 0, 1 << 30], [0, 0, 0, 0, 0, 0, 0, 0, 0], []] as [[Int32]])
  func othersAreNone(matrix: [Int32]) {
    #expect(Orientation(displayMatrix: matrix) == nil)
  }
}
