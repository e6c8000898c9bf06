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
    /// Why it is a guess; nil for a measured one.
    var reason: CalibrationError?

    /// Why what a forecaster makes of it is a guess; empty where everything was measured.
    func reasons(_ forecaster: Forecaster) -> [CalibrationError] {
      reason.map { [$0] } ?? forecaster.unmeasured.map(CalibrationError.unmeasured)
    }
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
      return Found(calibration: .guess(machine), reason: error)
    }
  }

  /// - Throws: `CalibrationError` when there is none, or it is of something else.
  static func read(for machine: Calibration.Machine = machine) throws(CalibrationError) -> Calibration {
    guard let path, let data = FileManager.default.contents(atPath: path) else { throw .missing }
    guard data.count <= 1 << 20, let schema = try? JSONDecoder.m3.decode(Schema.self, from: data).schema else {
      throw .unreadable(path: path)
    }
    guard schema == Calibration.currentSchema else { throw .otherSchema(path: path, found: schema) }
    guard let calibration = try? JSONDecoder.m3.decode(Calibration.self, from: data), calibration.isSound,
      !calibration.isGuess
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

  /// Puts a calibration in the place of the last one, whole or not at all; what that knows of the same machine and
  /// program, and this one did not measure, stays.
  ///
  /// - Returns: where.
  static func write(_ calibration: Calibration) throws(CalibrationError) -> String {
    guard let path else { throw .noPlace }
    var calibration = calibration
    if let last = try? read(for: calibration.machine), last.machine == calibration.machine {
      calibration.keep(from: last)
    }
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

  /// What every version of the file holds.
  private struct Schema: Decodable {
    let schema: Int
  }
}
