import Foundation
import Glibc
import M3Core

/// Reads samples.jsonl line by line, in little memory.
struct SampleReader: ~Copyable {
  /// Longer lines are no samples.
  static let longestLine = 16 << 20
  private static let piece = 1 << 16

  private let file: OpenFile
  private let decoder = JSONDecoder.m3
  private var buffer: [UInt8] = []
  /// Bytes of the buffer that have been handed out.
  private var used = 0
  /// Place in the file after the buffer.
  private var readTo = 0
  private var line = 0
  /// Place in the file after the last whole line that was handed out.
  private(set) var goodTo = 0

  init(_ path: String) throws(EvaluateError) { file = try OpenFile(path, O_RDONLY) }

  /// The next sample, or nil at the end; a last line that is torn or cannot be read is left out.
  ///
  /// - Throws: `EvaluateError.badSample` for a line before the last that is no sample.
  mutating func next() throws(EvaluateError) -> RunSample? {
    guard let bytes = try nextLine() else { return nil }
    line += 1
    if let sample = try? decoder.decode(RunSample.self, from: Data(bytes)) {
      goodTo += bytes.count + 1
      return sample
    }
    let bad = line
    guard try nextLine() == nil else { throw .badSample(file: file.path, line: bad) }
    return nil
  }

  /// The bytes of the next line that ends with a newline.
  private mutating func nextLine() throws(EvaluateError) -> [UInt8]? {
    var searched = used
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { used = end + 1 }
        return Array(buffer[used..<end])
      }
      guard buffer.count - used <= Self.longestLine else { throw .badSample(file: file.path, line: line + 1) }
      buffer.removeFirst(used)
      used = 0
      searched = buffer.count
      let more = try file.read(Self.piece, at: readTo)
      guard !more.isEmpty else { return nil }
      readTo += more.count
      buffer += more
    }
  }
}

extension RunFolder {
  /// Calls a closure with each sample in order.
  ///
  /// - Throws: `EvaluateError.badSample` for a line before the last that is no sample.
  public func forEachSample(_ body: (RunSample) throws -> Void) throws {
    guard FileManager.default.fileExists(atPath: samples) else { return }
    var reader = try SampleReader(samples)
    while let sample = try reader.next() { try body(sample) }
  }
}
