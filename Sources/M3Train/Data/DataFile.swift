import Foundation

/// What all files of training data have in common.
enum DataFile {
  /// A name inside a file, relative to a folder unless it is absolute.
  static func resolve(_ name: String, _ root: String) -> String { name.hasPrefix("/") ? name : "\(root)/\(name)" }

  /// The folder that a file lies in.
  static func folder(of path: String) -> String { URL(filePath: path).deletingLastPathComponent().path }

  /// One sentence on why a file cannot be read or decoded.
  static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return error.localizedDescription }
    let context: DecodingError.Context
    switch error {
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .keyNotFound(_, let found),
      .dataCorrupted(let found):
      context = found
    @unknown default: return "\(error)"
    }
    let place = context.codingPath.map(\.stringValue).joined(separator: ".")
    return place.isEmpty ? context.debugDescription : "\(place): \(context.debugDescription)"
  }
}
