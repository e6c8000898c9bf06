import Foundation

/// Files that a training writes: each appears whole or not at all.
enum OutputFile {
  static func makeFolder(_ path: String) throws(TrainError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .notWritten(path: path, reason: "\(error.localizedDescription)")
    }
  }

  static func write(_ bytes: [UInt8], to path: String) throws(TrainError) {
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .notWritten(path: path, reason: "\(error.localizedDescription)")
    }
  }
}
