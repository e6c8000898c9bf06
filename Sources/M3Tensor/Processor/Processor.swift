import CM3Kernels
import COpenBLAS

/// The processor that everything is computed on: settings of the process, chosen before work starts.
public enum Processor {
  /// A set of instructions that kernels are made for, lowest first.
  public enum Level: String, CaseIterable, Comparable, Sendable {
    case portable
    /// AVX2, FMA and F16C.
    case avx2
    /// AVX-512 F, BW, DQ, VL and VNNI.
    case avx512
    /// AMX tiles of bfloat16 besides.
    case amx

    public static func < (left: Level, right: Level) -> Bool { left.kernelLevel.rawValue < right.kernelLevel.rawValue }

    fileprivate var kernelLevel: m3_cpu_level {
      switch self {
      case .portable: M3_CPU_PORTABLE
      case .avx2: M3_CPU_AVX2
      case .avx512: M3_CPU_AVX512
      case .amx: M3_CPU_AMX
      }
    }

    fileprivate init(_ level: m3_cpu_level) {
      switch level {
      case M3_CPU_AMX: self = .amx
      case M3_CPU_AVX512: self = .avx512
      case M3_CPU_AVX2: self = .avx2
      default: self = .portable
      }
    }
  }

  /// The highest level that can run here.
  public static var bestLevel: Level { Level(m3_cpu_best()) }

  /// The level whose kernels run: the best one unless a lower one was asked for.
  public static var level: Level { Level(m3_cpu_in_use()) }

  /// Runs the kernels of a level from now on; not while a pass is running.
  ///
  /// - Returns: false, and nothing changes, when the level cannot run here.
  public static func use(_ level: Level) -> Bool { m3_cpu_use(level.kernelLevel) }

  /// Threads that share the work, the caller's included; at first one for each processor that the process may run on.
  public static var threads: Int { m3_threads_in_use() }

  /// Processors that the process may run on, held to what the pool allows.
  public static var availableThreads: Int { m3_threads_available() }

  /// Shares the work among so many threads from now on, held to what the pool allows (1 to 64).
  public static func useThreads(_ count: Int) { m3_threads_use(max(1, count)) }

  /// The kernels that OpenBLAS runs, by its own name, such as "Zen".
  ///
  /// - Throws: `TensorError.openBLASMissing` when the library cannot be loaded.
  public static func openBLASCore() throws(TensorError) -> String {
    guard m3_blas_load() == M3_BLAS_READY else {
      throw .openBLASMissing(reason: unsafe String(cString: m3_blas_failure()))
    }
    return unsafe String(cString: m3_blas_core())
  }
}
