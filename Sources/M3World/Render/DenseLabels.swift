/// What each patch of a 24 x 24 grid shows, for teaching a vision tower patch by patch.
///
/// Every field is row-major, [row, column], 576 entries; 0 means none.
public struct DenseLabels: Equatable, Sendable {
  /// Patches along a side.
  public static let side = WorldCanvas.side / WorldCanvas.patch
  /// Classes of `color`: none and the colours.
  public static let colorClasses = WorldColor.allCases.count + 1
  /// Classes of `shape`: none, the shapes, the board.
  public static let shapeClasses = WorldShape.allCases.count + 2
  /// Classes of `glyph`: none and the characters.
  public static let glyphClasses = WorldGlyph.allCases.count + 1
  /// Classes of `slot`: none and the board's slots.
  public static let slotClasses = SceneBoard.lineCount * SceneBoard.lineLength + 1

  /// Colour of the object over the patch's middle, from 1 in the order of `WorldColor`.
  public var color: [UInt8]
  /// Its shape, from 1 in the order of `WorldShape`; the board is the last class.
  public var shape: [UInt8]
  /// The character whose cell the patch belongs to, from 1 in the order of `WorldGlyph`.
  public var glyph: [UInt8]
  /// Which slot of the board that is: 1 + line * line length + position.
  public var slot: [UInt8]
  /// The place that the patch lies in, 0 to 8 in the order of `WorldPlace`.
  public var place: [UInt8]
  /// The frame's background, in the order of `WorldBackground`: the same for every patch.
  public let background: Int
  /// The flash over the frame, from 1 in the order of `WorldColor`; 0 for none.
  public let flash: Int

  /// The labels of one frame of a scene.
  public init(_ scene: Scene, frame: Int) {
    let count = Self.side * Self.side
    let none = [UInt8](repeating: 0, count: count)
    color = none
    shape = none
    glyph = none
    slot = none
    place = (0..<count).map { UInt8($0 / Self.side / 8 * 3 + $0 % Self.side / 8) }
    background = WorldBackground.allCases.firstIndex(of: scene.background.color) ?? 0
    flash = scene.flash(at: frame).map { Self.code($0.color) } ?? 0
    for object in scene.objects { mark(object, step: scene.step(frame)) }
    if let board = scene.board(at: frame) { mark(board) }
  }

  private static func code<Word: CaseIterable & Equatable>(_ word: Word) -> Int {
    1 + (Array(Word.allCases).firstIndex(of: word) ?? 0)
  }

  /// Patches of which the object covers a half or more, by 4 x 4 points.
  private mutating func mark(_ object: SceneObject, step: Int) {
    let origin = object.origin(step: step)
    let rows = max(0, origin.y / 4)...min(Self.side - 1, (origin.y + object.size) / 4)
    let columns = max(0, origin.x / 4)...min(Self.side - 1, (origin.x + object.size) / 4)
    for row in rows {
      for column in columns {
        var inside = 0
        for point in 0..<16 {
          let u = (Float(column * 4 + point % 4 - origin.x) + 0.5) * 2 / Float(object.size) - 1
          let v = (Float(row * 4 + point / 4 - origin.y) + 0.5) * 2 / Float(object.size) - 1
          if max(abs(u), abs(v)) < 1, object.shape.contains(u, v) { inside += 1 }
        }
        guard inside >= 8 else { continue }
        color[row * Self.side + column] = UInt8(Self.code(object.color))
        shape[row * Self.side + column] = UInt8(Self.code(object.shape))
      }
    }
  }

  private mutating func mark(_ board: SceneBoard) {
    for row in board.y / 4..<(board.y + SceneBoard.height) / 4 {
      for column in board.x / 4..<(board.x + SceneBoard.width) / 4 {
        shape[row * Self.side + column] = UInt8(Self.shapeClasses - 1)
      }
    }
    for (number, line) in board.lines.enumerated() {
      for (position, character) in line.enumerated() {
        let cell = board.cell(line: number, position: position)
        for row in cell.y / 4..<(cell.y + WorldGlyph.cellHeight) / 4 {
          glyph[row * Self.side + cell.x / 4] = UInt8(Self.code(character))
          slot[row * Self.side + cell.x / 4] = UInt8(1 + number * SceneBoard.lineLength + position)
        }
      }
    }
  }
}
