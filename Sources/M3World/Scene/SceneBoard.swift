/// A light plate with lines of characters, on show for a part of the clip.
public struct SceneBoard: Equatable, Codable, Sendable {
  public static let lineCount = 3
  public static let lineLength = 5
  /// Its width in 1/96 of the frame: a margin of one patch on both sides of the characters.
  public static let width = lineLength * WorldGlyph.cellWidth + 2 * WorldCanvas.patch
  /// Its height: a dark header and the lines.
  public static let height = headerHeight + lineCount * WorldGlyph.cellHeight
  static let headerHeight = 8

  /// Left edge, a multiple of the patch side.
  public var x: Int
  /// Top edge, a multiple of the patch side.
  public var y: Int
  /// Lines of characters from the top.
  public var lines: [[WorldGlyph]]
  /// Frames that show it.
  public var frames: Range<Int>

  /// Left and top of a character's cell.
  public func cell(line: Int, position: Int) -> (x: Int, y: Int) {
    (x + WorldCanvas.patch + position * WorldGlyph.cellWidth, y + Self.headerHeight + line * WorldGlyph.cellHeight)
  }

  /// "K 3 T A 7".
  public func text(line: Int) -> String { lines[line].map(\.rawValue).joined(separator: " ") }
}
