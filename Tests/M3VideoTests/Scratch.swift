import Foundation

/// A folder for what tests make, removed when the test process ends.
enum Scratch {
  private static let root: Result<URL, any Error> = Result {
    let root = FileManager.default.temporaryDirectory.appending(path: "m3-video-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    atexit { if let root = try? Scratch.root.get() { try? FileManager.default.removeItem(at: root) } }
    return root
  }

  static func folder(_ name: String) throws -> URL {
    let folder = try root.get().appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}

/// Programs that tests need: bash and the ffmpeg tools.
enum Tool {
  struct Failure: Error {
    let command: String
    let status: Int32
  }

  static func run(_ name: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(command: "\(name) \(arguments.joined(separator: " "))", status: process.terminationStatus)
    }
  }

  /// ffmpeg without chatter.
  static func ffmpeg(_ arguments: String..., output: String) throws {
    let words = arguments.flatMap { $0.split(separator: " ").map(String.init) }
    try run("ffmpeg", ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"] + words + [output])
  }
}
