import M3Core
import M3Tensor

/// Reads `image_grid_pinpoints`: a list of pairs, or a string of Python that is such a list.
enum PinpointList {
  /// Tiles of one canvas.
  static let tileLimit = 100
  /// Canvases of one list.
  static let countLimit = 1000

  /// The canvases in the file's order, in pixels.
  ///
  /// - Parameter heightFirst: Hugging Face's pairs are (height, width), the original layout's (width, height).
  static func read(
    _ object: ConfigurationObject, cropSide: Int, heightFirst: Bool
  ) throws(ModelError) -> [PixelSize]? {
    let key = "image_grid_pinpoints"
    guard let value = object.first([key])?.value else { return nil }
    let expected = "a list of pairs, each side a multiple of \(cropSide), up to \(tileLimit) tiles"
    guard case .array(let pairs) = listed(value), !pairs.isEmpty, pairs.count <= countLimit else {
      throw object.wrong(key, value, expected: expected)
    }
    var canvases: [PixelSize] = []
    for pair in pairs {
      guard case .array(let sides) = pair, sides.count == 2, let first = sides[0].whole, let second = sides[1].whole,
        isLegal(first, second, cropSide: cropSide)
      else { throw object.wrong(key, pair, expected: expected) }
      canvases.append(
        heightFirst ? PixelSize(width: second, height: first) : PixelSize(width: first, height: second))
    }
    return canvases
  }

  private static func isLegal(_ first: Int, _ second: Int, cropSide: Int) -> Bool {
    guard first >= cropSide, second >= cropSide, first % cropSide == 0, second % cropSide == 0 else { return false }
    let (tiles, overflow) = (first / cropSide).multipliedReportingOverflow(by: second / cropSide)
    return !overflow && tiles <= tileLimit
  }

  /// The list itself where it is written as a string, with round or square brackets.
  private static func listed(_ value: JSONValue) -> JSONValue {
    guard case .string(let text) = value else { return value }
    let json = text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "("): UInt8(ascii: "[")
      case UInt8(ascii: ")"): UInt8(ascii: "]")
      default: byte
      }
    }
    do { return try JSONValue(json) } catch { return value }
  }
}
