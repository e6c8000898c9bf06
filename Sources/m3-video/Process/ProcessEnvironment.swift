import Foundation

/// The environment as it was when the process began.
///
/// Loading OpenBLAS sets variables for a moment (`COpenBLAS/load.c`), and the C library lets no thread read the environment
/// while another changes it; so it is read once, before there are other threads.
enum ProcessEnvironment {
  static let atStart = ProcessInfo.processInfo.environment
}
