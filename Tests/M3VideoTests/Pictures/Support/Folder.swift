import Foundation

/// A folder that is gone after the test.
struct Folder {
  private let url: URL

  static func with(_ body: (Folder) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "m3-pictures-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(Folder(url: url))
  }

  func path(_ name: String) -> String { url.path + "/" + name }
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  func bytes(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: url.appending(path: name))) }
  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(at: url.appending(path: name), withIntermediateDirectories: false)
  }
}
