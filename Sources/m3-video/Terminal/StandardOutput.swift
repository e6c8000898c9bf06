import Foundation
import M3Core

/// Writes answers and data to standard output; a reader that went away or a full disk is an error, not a crash.
enum StandardOutput {
  /// Writes all of the text.
  ///
  /// - Throws: `OutputError` when the text cannot be written.
  static func write(_ text: String) throws(OutputError) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { unsafe Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        throw OutputError(code: errno)
      }
      bytes = bytes.dropFirst(written)
    }
  }

  static func line(_ text: String) throws(OutputError) { try write(text + "\n") }

  /// A value as one line of JSON in snake case, or indented.
  static func json(_ value: some Encodable, pretty: Bool = false) throws {
    let encoder = JSONEncoder.m3
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    try line(String(decoding: encoder.encode(value), as: UTF8.self))
  }
}

/// Standard output could not be written.
struct OutputError: ExplainedError {
  let code: Int32

  var message: String { unsafe "cannot write to standard output: \(String(cString: strerror(code)))" }
}
