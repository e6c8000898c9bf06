public import FoundationEssentials

/// Pictures that stand inside an annotation file as base64 (MMBench), decoded when they are asked for.
///
/// Keeps the file's bytes once and a range a picture; a row may name another row's picture instead of repeating it.
public struct EmbeddedPictures: Sendable {
  private enum Place {
    case bytes(Range<Int>)
    case sameAs(String)
  }

  /// Shorter entries are references to another row (VLMEvalKit writes tables so).
  private static let longestReference = 64

  private let file: AnnotationFile
  private var places: [String: Place] = [:]

  init(_ file: AnnotationFile) { self.file = file }

  /// How many names have a picture.
  public var count: Int { places.count }

  /// Takes in a field, unless the name has bytes already; false when it is nil.
  mutating func add(_ range: Range<Int>?, named name: String) -> Bool {
    guard let range else { return false }
    if case .bytes? = places[name] { return true }
    let text = String(decoding: file.bytes[range.prefix(Self.longestReference + 1)], as: UTF8.self)
    let isReference = range.count <= Self.longestReference && text.allSatisfy(\.isNumber)
    if !isReference {
      places[name] = .bytes(range)
    } else if text != name {
      places[name] = .sameAs(text)
    }
    return true
  }

  /// The encoded picture (JPEG, PNG, ...) of a media name.
  ///
  /// - Throws: `EvaluateError.badPicture` for an unknown name, a reference that leads nowhere, or broken base64.
  public func data(named name: String) throws(EvaluateError) -> Data {
    var place = places[name]
    if case .sameAs(let other)? = place { place = places[other] }
    guard case .bytes(let range)? = place else {
      throw .badPicture(name: name, reason: "the table has no bytes for it")
    }
    guard let data = Data(base64Encoded: Data(file.bytes[range])), !data.isEmpty else {
      throw .badPicture(name: name, reason: "its base64 does not decode")
    }
    return data
  }
}
