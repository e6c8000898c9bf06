import M3Core

extension Raster {
  private static let plate = RGB(red: 235, green: 235, blue: 230)
  private static let header = RGB(red: 70, green: 70, blue: 75)
  private static let ink = RGB(red: 10, green: 10, blue: 15)

  /// Paints an object where it stands at a step.
  mutating func paint(_ object: SceneObject, step: Int) {
    let origin = object.origin(step: step)
    let size = Float(object.size)
    let toUnit = 2 / size
    let shape = object.shape
    paint(object.paint, box: (Float(origin.x), Float(origin.y), size, size)) { u, v in
      shape.contains(u * toUnit - 1, v * toUnit - 1)
    }
  }

  /// Paints the plate, its header and the characters.
  mutating func paint(_ board: SceneBoard) {
    let x = Float(board.x)
    let y = Float(board.y)
    paint(Self.plate, box: (x, y, Float(SceneBoard.width), Float(SceneBoard.height))) { _, _ in true }
    paint(Self.header, box: (x, y, Float(SceneBoard.width), Float(SceneBoard.headerHeight) - 2)) { _, _ in true }
    for (number, line) in board.lines.enumerated() {
      for (position, glyph) in line.enumerated() {
        let cell = board.cell(line: number, position: position)
        let rows = glyph.rows
        paint(
          Self.ink, box: (Float(cell.x), Float(cell.y), Float(WorldGlyph.width), Float(WorldGlyph.height))
        ) { u, v in rows[Int(v)] >> (WorldGlyph.width - 1 - Int(u)) & 1 == 1 }
      }
    }
  }
}
