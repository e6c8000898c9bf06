import CFFmpeg
import M3Core

/// What FFmpeg said on this thread since the last clear: kept instead of printed.
enum DecoderLog {
  static func clear() {
    cffmpeg_log_capture()
    cffmpeg_log_clear()
  }

  /// Error lines, oldest first; foreign text, to be escaped before printing.
  static var lines: [String] {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 2048) { buffer, initialized in
      initialized = unsafe buffer.withMemoryRebound(to: CChar.self) {
        unsafe cffmpeg_log_copy($0.baseAddress, $0.count)
      }
    }
    return bytes.split(separator: 0x0A).map { line in
      var text = String(decoding: line, as: UTF8.self)
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  /// The last line, for the parenthesis of a message.
  static var lastLine: String? { lines.last }

  /// The size that the decoder found too large.
  ///
  /// The log says "Picture size 15000x15000 exceeds" a limit, or "is invalid".
  static var refusedSize: PixelSize? {
    for line in lines.reversed() {
      guard let found = line.firstMatch(of: /Picture size (\d{1,9})x(\d{1,9})/), let width = Int(found.1),
        let height = Int(found.2)
      else { continue }
      return PixelSize(width: width, height: height)
    }
    return nil
  }
}
