import Foundation

/// Where the files of a written world lie, and how they get there: through a partial file and a rename.
struct WorldFolder {
  let root: URL

  init(_ root: URL) { self.root = root }

  var card: URL { root.appendingPathComponent("world.json") }
  var annotations: URL { root.appendingPathComponent("annotations.jsonl") }
  var scenes: URL { root.appendingPathComponent("scenes.jsonl") }
  private var clips: URL { root.appendingPathComponent("clips") }

  func relativePath(_ name: String) -> String { "clips/\(name).mp4" }
  func clip(_ name: String) -> URL { clips.appendingPathComponent("\(name).mp4") }
  func partialClip(_ name: String) -> URL { clips.appendingPathComponent(".\(name).mp4.partial") }

  /// A clip appears by a rename when it is whole.
  func hasClip(_ name: String) -> Bool { FileManager.default.fileExists(atPath: clip(name).path) }

  func makeFolders() throws(WorldError) {
    try attempt(clips) { try FileManager.default.createDirectory(at: clips, withIntermediateDirectories: true) }
  }

  /// Nil when the folder is new.
  func readCard() throws(WorldError) -> WorldCard? {
    guard FileManager.default.fileExists(atPath: card.path) else { return nil }
    do {
      return try JSONDecoder().decode(WorldCard.self, from: Data(contentsOf: card))
    } catch {
      throw .unreadableCard(path: card.path, reason: "\(error)")
    }
  }

  func write(_ card: WorldCard) throws(WorldError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try attempt(self.card) { try encoder.encode(card).write(to: self.card, options: .atomic) }
  }

  func write(_ data: Data, to file: URL) throws(WorldError) {
    try attempt(file) { try data.write(to: file, options: .atomic) }
  }

  /// One line of JSON with its newline, keys sorted.
  func line(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data([0x0A])
  }

  /// Renames over what may be there.
  func move(_ partial: URL, to file: URL) throws(WorldError) {
    try attempt(file) {
      if FileManager.default.fileExists(atPath: file.path) { try FileManager.default.removeItem(at: file) }
      try FileManager.default.moveItem(at: partial, to: file)
    }
  }

  private func attempt(_ file: URL, _ work: () throws -> Void) throws(WorldError) {
    do { try work() } catch { throw .fileNotWritten(path: file.path, reason: "\(error)") }
  }
}
