import Glibc

/// The three streams that a process begins with.
enum StandardStreams {
  /// Sees that their numbers are taken.
  ///
  /// Else a file that is opened later would take the number of a stream that the caller has closed, and what is meant for
  /// the stream would be written into the file. Writing to a stream that was closed still fails.
  static func occupy() {
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 {
      // The lowest free number is taken, which is this one.
      unsafe _ = open("/dev/null", O_RDONLY)
    }
  }
}
