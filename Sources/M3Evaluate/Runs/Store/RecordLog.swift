import Foundation
import Glibc
import M3Core

/// Adds lines to a file of JSON lines so that a kill or a power cut at any moment loses at most the one being written.
///
/// One process writes at a time. A file that is put in place of the old one is there whole or not at all.
struct RecordLog<Record: Codable>: ~Copyable {
  private let folder: RunFolder
  private var file: OpenFile
  private let encoder = JSONEncoder.m3
  /// Bytes after the last whole line, which were cut off when the log was opened.
  private(set) var tornBytes = 0

  private init(folder: RunFolder, file: consuming OpenFile) {
    self.folder = folder
    self.file = file
  }

  /// Opens the log, hands out the records that are there, and cuts off a torn last line.
  ///
  /// - Parameter keep: called with each record; those for which it is false are taken out of the file.
  /// - Throws: `EvaluateError.runBusy` while another process writes, `.badRecord`, `.notWritten`.
  static func open(_ folder: RunFolder, _ path: String, keep: (Record) -> Bool) throws(EvaluateError) -> RecordLog {
    var log = RecordLog(folder: folder, file: try locked(path, in: folder))
    var reader = try RecordReader<Record>(path)
    var kept: [Range<Int>] = []
    var dropped = 0
    while let record = try reader.next() {
      if keep(record) { kept.append(reader.place) } else { dropped += 1 }
    }
    let good = reader.goodTo
    while true {
      let piece = try log.file.read(RecordLines.piece, at: good + log.tornBytes)
      if piece.isEmpty { break }
      log.tornBytes += piece.count
    }
    if dropped > 0 {
      try log.rewrite(kept)
    } else if log.tornBytes > 0 {
      try log.file.truncate(to: good)
    }
    return log
  }

  /// The file, locked, and still the one of that name.
  private static func locked(_ path: String, in folder: RunFolder) throws(EvaluateError) -> OpenFile {
    while true {
      let file = try OpenFile(path, O_RDWR | O_CREAT | O_APPEND)
      guard file.lock() else { throw .runBusy(folder: folder.path) }
      // Another process may have put a new file in its place before the lock was there.
      if file.isNamed(path) { return file }
    }
  }

  /// Writes one line and waits until it is on the disk.
  func append(_ record: Record) throws(EvaluateError) {
    let data: Data
    do { data = try encoder.encode(record) } catch {
      throw .notWritten(path: file.path, reason: "a line of it cannot be written as JSON")
    }
    try file.append(Array(data) + [0x0A])
    try file.flush()
  }

  /// Puts a file with only these lines, in this order, in place of the old one.
  mutating func rewrite(_ lines: [Range<Int>]) throws(EvaluateError) {
    let path = file.path
    let partial = path + ".partial"
    var out = try OpenFile(partial, O_RDWR | O_CREAT | O_TRUNC | O_APPEND)
    guard out.lock() else { throw .runBusy(folder: folder.path) }
    var pending: [UInt8] = []
    for line in lines {
      pending += try file.read(line.count, at: line.lowerBound) + [0x0A]
      if pending.count >= RecordLines.piece {
        try out.append(pending)
        pending.removeAll(keepingCapacity: true)
      }
    }
    try out.append(pending)
    try out.flush()
    try folder.replace(path, by: partial)
    // The lock goes with the open file, which is the new one from now on.
    out.isNow(path)
    file = out
  }
}
