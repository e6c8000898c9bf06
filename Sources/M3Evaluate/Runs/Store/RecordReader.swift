import Foundation
import Glibc
import M3Core

/// Reads a file of JSON lines, such as samples.jsonl, in little memory.
struct RecordReader<Record: Decodable>: ~Copyable {
  private let file: OpenFile
  private let decoder = JSONDecoder.m3
  private var buffer: [UInt8] = []
  /// Bytes of the buffer that have been handed out.
  private var used = 0
  /// Place in the file after the buffer.
  private var readTo = 0
  private var line = 0
  /// Where in the file the last whole line that was handed out stands, without its newline.
  private(set) var place = 0..<0

  init(_ path: String) throws(EvaluateError) { file = try OpenFile(path, O_RDONLY) }

  /// Place in the file after the last whole line that was handed out.
  var goodTo: Int { place.upperBound == 0 ? 0 : place.upperBound + 1 }

  /// The next record, or nil at the end; a last line that is torn or cannot be read is left out.
  ///
  /// - Throws: `EvaluateError.badRecord` for a line before the last that is none.
  mutating func next() throws(EvaluateError) -> Record? {
    guard let bytes = try nextLine() else { return nil }
    line += 1
    if let record = try? decoder.decode(Record.self, from: Data(bytes)) {
      place = goodTo..<goodTo + bytes.count
      return record
    }
    let bad = line
    guard try nextLine() == nil else { throw .badRecord(file: file.path, line: bad) }
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
      guard buffer.count - used <= RecordLines.longest else { throw .badRecord(file: file.path, line: line + 1) }
      buffer.removeFirst(used)
      used = 0
      searched = buffer.count
      let more = try file.read(RecordLines.piece, at: readTo)
      guard !more.isEmpty else { return nil }
      readTo += more.count
      buffer += more
    }
  }
}

/// Sizes of files of JSON lines.
enum RecordLines {
  /// Longer lines are no records.
  static let longest = 16 << 20
  /// Read at a time.
  static let piece = 1 << 16
}

extension RunFolder {
  /// Calls a closure with each sample in order.
  ///
  /// - Throws: `EvaluateError.badRecord` for a line before the last that is no sample.
  public func forEachSample(_ body: (RunSample) throws -> Void) throws {
    guard FileManager.default.fileExists(atPath: samples) else { return }
    var reader = try RecordReader<RunSample>(samples)
    while let sample = try reader.next() { try body(sample) }
  }
}
