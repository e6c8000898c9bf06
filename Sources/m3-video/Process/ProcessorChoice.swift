import Foundation
import M3Core
import M3Tensor

/// Lets the environment force kernels of a lower level than the processor has, to compare them and to repeat what another
/// machine computed.
enum ProcessorChoice {
  static let variable = "M3_CPU"

  /// Follows the variable if it is set and not empty.
  ///
  /// - Throws: `ProcessorChoiceError` for a name that is none, or a level that cannot run here.
  static func apply(_ environment: [String: String] = ProcessEnvironment.atStart) throws(ProcessorChoiceError) {
    guard let name = environment[variable], !name.isEmpty else { return }
    guard let level = Processor.Level(rawValue: name) else { throw .unknown(name: name) }
    guard Processor.use(level) else { throw .notHere(level: level, best: Processor.bestLevel) }
  }
}

/// The environment asks for kernels that there are none of, or that cannot run.
enum ProcessorChoiceError: ExplainedError {
  case unknown(name: String)
  case notHere(level: Processor.Level, best: Processor.Level)

  var message: String {
    switch self {
    case .unknown(let name):
      "\(ProcessorChoice.variable) is \"\(name.escapedForTerminal)\"; it can be \(Self.names(Processor.Level.allCases))"
    case .notHere(let level, _):
      "\(ProcessorChoice.variable) is \(level.rawValue), which this processor cannot run"
    }
  }

  var hint: String? {
    switch self {
    case .unknown: "leave it unset for the best that the processor can run"
    case .notHere(_, let best): "it can run \(Self.names(Processor.Level.allCases.filter { $0 <= best }))"
    }
  }

  private static func names(_ levels: [Processor.Level]) -> String { levels.map(\.rawValue).joined(separator: ", ") }
}
