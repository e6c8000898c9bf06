public import M3Core

/// Why a machine could not be measured.
public enum BenchError: ExplainedError, Equatable {
  /// The system has no room for what is measured.
  case noMemory(what: String)
}
