import Foundation
import Testing

/// Files that tests read: excerpts of published annotations, goldens, and files that a test writes itself.
enum Fixture {
  static func excerpt(_ path: String) throws -> String { try resource("Excerpts/\(path)") }
  static func golden(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: resource("Goldens/\(name)"))) }

  private static func resource(_ path: String) throws -> String {
    let url = try #require(Bundle.module.resourceURL).appending(path: path)
    try #require(FileManager.default.fileExists(atPath: url.path), "\(path) is not among the fixtures")
    return url.path
  }
}

/// A folder that lives as long as a test needs it.
final class TemporaryFolder {
  let path: String

  /// - Parameter place: where to make it, if there is such a folder.
  init(_ files: [String: String] = [:], beneath place: String = "") throws {
    let isThere = !place.isEmpty && FileManager.default.isWritableFile(atPath: place)
    let url = (isThere ? URL(filePath: place) : FileManager.default.temporaryDirectory).appending(
      path: "m3-evaluate-\(UUID().uuidString)")
    path = url.path
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try write(Data(text.utf8), to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ data: Data, to name: String) throws {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  func file(_ name: String) -> String { URL(filePath: path).appending(path: name).path }
}
