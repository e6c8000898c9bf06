import ArgumentParser
import Foundation
import M3Core
import M3Model
import M3Tensor
import M3Video

/// `m3-video doctor`: what this machine gives and whether all parts are there.
struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check this machine: processor, libraries, default model.")

  /// What was found, for `--json`.
  struct Findings: Encodable {
    var version: String
    var processorLevel: String
    var bestLevel: String
    var threads: Int
    var openblasCore: String?
    var ffmpeg: String
    var model: String?
    var problems: [String]
  }

  @Flag(help: "Print the findings as JSON.")
  var json = false

  func run() async throws {
    try await runCommand {
      let found = Self.findings()
      if json {
        try StandardOutput.json(found, pretty: true)
      } else {
        try StandardOutput.write(Self.text(found))
      }
      if !found.problems.isEmpty { throw ExitCode(1) }
    }
  }

  private static func findings() -> Findings {
    var found = Findings(
      version: Version.number, processorLevel: Processor.level.rawValue, bestLevel: Processor.bestLevel.rawValue,
      threads: Processor.threads, ffmpeg: FFmpegVersion.summary, problems: [])
    do {
      let core = try Processor.openBLASCore()
      found.openblasCore = core
      if Processor.level != .portable, core == "Prescott" {
        found.problems.append(
          "OpenBLAS runs its slowest core, Prescott, on a processor with AVX2; unset OPENBLAS_CORETYPE")
      }
    } catch {
      found.problems.append(error.message)
    }
    do {
      found.model = try Checkpoint.open(ModelLocation.folder(named: nil)).folder
    } catch let error as any ExplainedError {
      found.problems.append(error.message)
    } catch {
      found.problems.append("\(error)")
    }
    return found
  }

  private static func text(_ found: Findings) -> String {
    var lines = [
      "m3-video       \(found.version)",
      "kernels        \(found.processorLevel)\(found.processorLevel == found.bestLevel ? "" : " (the processor has \(found.bestLevel))"), \(found.threads) threads",
      "OpenBLAS core  \(found.openblasCore ?? "not there")",
      "FFmpeg         \(found.ffmpeg)",
      "default model  \(found.model?.escapedForTerminal ?? "not there")",
    ]
    lines += found.problems.map { "problem        \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }
}
