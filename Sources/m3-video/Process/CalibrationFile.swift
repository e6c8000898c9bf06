import Foundation
import M3Core
import M3Planner
import M3Tensor

/// What `m3-video bench` measured of this machine, kept where the program keeps what it can make again.
enum CalibrationFile {
  static var path: String? { CacheFolder.path().map { "\($0)/calibration.json" } }

  /// What forecasts are made of here.
  struct Found {
    var calibration: Calibration
    /// Why it is a guess, as a sentence without a full stop; nil for a measured one.
    var reason: String?
  }

  /// The machine as it is set up now.
  static var machine: Calibration.Machine {
    Calibration.Machine(
      processor: HostFacts.processorName ?? "unknown", kernels: Processor.level.rawValue,
      threads: Processor.threads, version: Version.number)
  }

  /// The measured calibration, or a guess where there is none that can be used.
  static func find() -> Found {
    let machine = machine
    do {
      return Found(calibration: try read(for: machine), reason: nil)
    } catch {
      return Found(calibration: .guess(machine), reason: error.message)
    }
  }

  /// - Throws: `CalibrationError` when there is none, or it is of something else.
  static func read(for machine: Calibration.Machine = machine) throws(CalibrationError) -> Calibration {
    guard let path, let data = FileManager.default.contents(atPath: path) else { throw .missing }
    guard data.count <= 1 << 20, let calibration = try? JSONDecoder.m3.decode(Calibration.self, from: data),
      calibration.schema == Calibration.currentSchema, calibration.isSound, !calibration.isGuess
    else { throw .unreadable(path: path) }
    let found = calibration.machine
    for (what, was, now) in [
      ("processor", found.processor, machine.processor), ("kernels", found.kernels, machine.kernels),
      ("threads", "\(found.threads)", "\(machine.threads)"),
    ] where was != now {
      throw .other(path: path, what: what, found: was, now: now)
    }
    return calibration
  }

  /// Puts a calibration in the place of the last one, whole or not at all.
  ///
  /// - Returns: where.
  static func write(_ calibration: Calibration) throws(CalibrationError) -> String {
    guard let path else { throw .noPlace }
    let encoder = JSONEncoder.m3
    encoder.outputFormatting.insert(.prettyPrinted)
    do {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try (encoder.encode(calibration) + Data([0x0A])).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw .notWritten(path: path)
    }
    return path
  }
}

/// The calibration cannot be used, or not be kept.
enum CalibrationError: ExplainedError {
  case missing
  case unreadable(path: String)
  case other(path: String, what: String, found: String, now: String)
  case noPlace
  case notWritten(path: String)

  var message: String {
    switch self {
    case .missing: "this machine has not been measured"
    case .unreadable(let path): "\(path.escapedForTerminal) is no calibration of this version"
    case .other(_, let what, let found, let now):
      "the last measurement is of other \(what): \(found.escapedForTerminal), not \(now.escapedForTerminal)"
    case .noPlace: "there is no folder for the calibration: neither XDG_CACHE_HOME nor HOME is set to an absolute path"
    case .notWritten(let path): "\(path.escapedForTerminal) cannot be written"
    }
  }

  var hint: String? {
    switch self {
    case .missing, .unreadable, .other: "run `m3-video bench`"
    case .noPlace, .notWritten: nil
    }
  }
}
