import Foundation
import Glibc
import M3Core

/// Adds samples to samples.jsonl so that a kill or a power cut at any moment loses at most the one being written.
struct SampleLog: ~Copyable {
  /// What an earlier run left.
  struct Found {
    /// Bytes after the last whole sample, which were cut off.
    var tornBytes = 0
  }

  private let file: OpenFile
  private let encoder = JSONEncoder.m3
  let found: Found

  private init(file: consuming OpenFile, found: Found) {
    self.file = file
    self.found = found
  }

  /// Opens the log, hands out the samples that are there, and cuts off a torn last line.
  ///
  /// - Throws: `EvaluateError.runBusy` while another process writes, `.badSample`, `.notWritten`.
  static func open(_ folder: RunFolder, _ body: (RunSample) -> Void) throws(EvaluateError) -> SampleLog {
    let file = try OpenFile(folder.samples, O_RDWR | O_CREAT | O_APPEND)
    guard file.lock() else { throw .runBusy(folder: folder.path) }
    var reader = try SampleReader(folder.samples)
    while let sample = try reader.next() { body(sample) }
    let good = reader.goodTo
    var torn = 0
    while true {
      let piece = try file.read(1 << 16, at: good + torn)
      if piece.isEmpty { break }
      torn += piece.count
    }
    if torn > 0 { try file.truncate(to: good) }
    return SampleLog(file: file, found: Found(tornBytes: torn))
  }

  /// Writes one line and waits until it is on the disk.
  func append(_ sample: RunSample) throws(EvaluateError) {
    let data: Data
    do { data = try encoder.encode(sample) } catch {
      throw .notWritten(path: file.path, reason: "the answer to \(sample.key) cannot be written as JSON")
    }
    try file.append(Array(data) + [0x0A])
    try file.flush()
  }
}
