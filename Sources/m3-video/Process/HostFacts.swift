import Foundation
import M3Tensor
import M3Video

/// What a run notes of the machine and the program.
enum HostFacts {
  static func all() -> [String: String] {
    [
      "processor": processorName ?? "unknown", "kernels": Processor.level.rawValue, "threads": "\(Processor.threads)",
      "openblas_core": (try? Processor.openBLASCore()) ?? "none", "ffmpeg": FFmpegVersion.summary,
      "system": ProcessInfo.processInfo.operatingSystemVersionString,
    ]
  }

  static var processorName: String? {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("model name") }),
      let colon = line.firstIndex(of: ":")
    else { return nil }
    return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
  }
}
