import Foundation
import Glibc
import M3Core

/// The files of a run: run.json, samples.jsonl, metrics.json, for a sweep sweep.json.
public struct RunFolder: Sendable {
  public let path: String

  public init(_ path: String) { self.path = path }

  var card: String { path + "/run.json" }
  var samples: String { path + "/samples.jsonl" }
  var metrics: String { path + "/metrics.json" }
  var sweep: String { path + "/sweep.json" }
  /// Clips whose decoder did not stop.
  var stuck: String { path + "/stuck.jsonl" }
  /// Pictures that came inside the annotations.
  var pictures: String { path + "/pictures" }

  /// - Throws: `EvaluateError.notWritten`.
  func make(_ folder: String) throws(EvaluateError) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .notWritten(path: folder, reason: "this folder cannot be made")
    }
  }

  /// The run's card.
  ///
  /// - Throws: `EvaluateError.notARun` when there is none or it cannot be understood.
  public func readCard() throws(EvaluateError) -> RunCard {
    guard FileManager.default.fileExists(atPath: card) else {
      throw .notARun(folder: path, reason: "it has no run.json")
    }
    struct Version: Decodable { var schema: Int }
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: card)) } catch {
      throw .notARun(folder: path, reason: "its run.json cannot be read")
    }
    let found = (try? JSONDecoder.m3.decode(Version.self, from: data))?.schema
    guard found == RunCard.currentSchema else {
      throw .notARun(
        folder: path,
        reason: found.map { "its schema is \($0), this program writes \(RunCard.currentSchema)" }
          ?? "its run.json is damaged")
    }
    do { return try JSONDecoder.m3.decode(RunCard.self, from: data) } catch {
      throw .notARun(folder: path, reason: "its run.json is damaged")
    }
  }

  /// Nil for a folder without a run.
  func existingCard() throws(EvaluateError) -> RunCard? {
    FileManager.default.fileExists(atPath: card) ? try readCard() : nil
  }

  /// Writes a file of the run so that it is there whole or not at all, also after a power cut.
  func write(_ value: some Encodable, to file: String) throws(EvaluateError) {
    let encoder = JSONEncoder.m3
    encoder.outputFormatting.insert(.prettyPrinted)
    let data: Data
    do { data = try encoder.encode(value) } catch {
      throw .notWritten(path: file, reason: "its values cannot be written as JSON")
    }
    try replace(file, with: Array(data) + [0x0A])
  }

  func replace(_ file: String, with bytes: [UInt8]) throws(EvaluateError) {
    let partial = "\(file).partial"
    let out = try OpenFile(partial, O_WRONLY | O_CREAT | O_TRUNC)
    try out.append(bytes)
    try out.flush()
    try replace(file, by: partial)
  }

  /// Gives a finished file its name.
  func replace(_ file: String, by partial: String) throws(EvaluateError) {
    guard unsafe rename(partial, file) == 0 else { throw OpenFile.failure(file, errno) }
    let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
    try folder.flush()
  }
}
