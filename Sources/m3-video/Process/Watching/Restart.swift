import Glibc
import M3Core

/// Begins the process anew in its own place.
enum Restart {
  /// The system would not.
  struct Failure: ExplainedError {
    let code: Int32

    var message: String { "the program cannot begin anew: \(unsafe String(cString: strerror(code)))" }
    var hint: String? { "the same command goes on" }
  }

  /// Runs the same program with the same arguments, but for some; files that are open are closed, and threads end.
  ///
  /// - Throws: `Failure`; returns in no other way.
  static func again(without flags: [String]) throws -> Never {
    // Signals that some thread waits for must not stay blocked.
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
    let words = CommandLine.arguments.filter { !flags.contains($0) }
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    unsafe execv("/proc/self/exe", pointers)
    throw Failure(code: errno)
  }
}
