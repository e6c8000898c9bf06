import Foundation
import M3Tensor

/// Where a training keeps what it needs to go on, and its log: `training/` and `train.jsonl` of the output folder.
struct TrainingFolder {
  /// Whose training it is: the same recipe from the same start.
  struct Identity: Equatable, Codable {
    var recipe: Recipe
    /// The fingerprint of the checkpoint that it began from; nil for a new model.
    var start: String?

    /// Whether it is the other one with more stages after its last.
    func goesOn(from other: Identity) -> Bool {
      var shorter = recipe
      shorter.stages = Array(recipe.stages.prefix(other.recipe.stages.count))
      return Identity(recipe: shorter, start: start) == other
    }
  }

  let output: String

  var state: String { "\(output)/training" }
  private var identityPath: String { "\(state)/recipe.json" }
  var logPath: String { "\(output)/train.jsonl" }

  /// Makes the folders, or checks that they hold this very training or its first stages.
  ///
  /// - Returns: the state to go on from, if there is one.
  func claim(_ identity: Identity) throws(TrainError) -> SafetensorsFile? {
    try OutputFile.makeFolder(state)
    if FileManager.default.fileExists(atPath: identityPath) {
      let found: Identity
      do {
        found = try JSONDecoder().decode(Identity.self, from: Data(contentsOf: URL(filePath: identityPath)))
      } catch {
        throw .badState(path: identityPath, reason: DataFile.reason(error))
      }
      guard identity.goesOn(from: found) else { throw .otherTraining(folder: output) }
      if found != identity { try write(identity) }
    } else {
      try write(identity)
    }
    let path = TrainingState.path(in: state)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do throws(TensorError) { return try SafetensorsFile.open(path) } catch { throw .tensors(error) }
  }

  private func write(_ identity: Identity) throws(TrainError) {
    try OutputFile.write(Self.json(identity, pretty: true), to: identityPath)
  }

  /// Takes lines that come after the state out of the log, so that a step stands in it once.
  ///
  /// - Parameter keeps: whether a line belongs to what the state has done. A last line cut off by a kill goes too.
  func trimLog(_ keeps: (TrainingRecord) -> Bool) throws(TrainError) {
    guard let data = try? Data(contentsOf: URL(filePath: logPath)) else { return }
    let lines = data.split(separator: 0x0A).filter { line in
      (try? JSONDecoder().decode(TrainingRecord.self, from: Data(line))).map(keeps) ?? false
    }
    try OutputFile.write(lines.flatMap { Array($0) + [0x0A] }, to: logPath)
  }

  static func json(_ value: some Encodable, pretty: Bool = false) throws(TrainError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    do { return Array(try encoder.encode(value)) } catch {
      throw .badState(path: "JSON", reason: error.localizedDescription)
    }
  }
}

/// The log, open for appending; every line is on its way to the disk when `append` returns.
final class TrainingLog {
  private let file: FileHandle
  private let path: String

  init(_ path: String) throws(TrainError) {
    if !FileManager.default.fileExists(atPath: path) { try OutputFile.write([], to: path) }
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw .notWritten(path: path, reason: "it cannot be opened")
    }
    self.file = file
    self.path = path
    do { try file.seekToEnd() } catch { throw .notWritten(path: path, reason: error.localizedDescription) }
  }

  func append(_ record: TrainingRecord) throws(TrainError) {
    let line = try TrainingFolder.json(record) + [0x0A]
    do { try file.write(contentsOf: line) } catch {
      throw .notWritten(path: path, reason: error.localizedDescription)
    }
  }
}
