import Foundation
import M3Core
import Synchronization
import Testing

@testable import M3Evaluate

/// Memory does not grow with the rows of a run.
@Suite struct RunMemoryTests {
  private static let rows = 10_000

  /// In memory where there is such a place: each answer waits until it is on the disk.
  private func folder() throws -> TemporaryFolder { try TemporaryFolder(beneath: "/dev/shm") }

  private func residentBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return try #require(text.split(separator: " ").dropFirst().first.flatMap { Int($0) }) * 4096
  }

  /// Asking: what is held from row to row is a bit each.
  @Test func asking() async throws {
    let folder = try folder()
    let draft = try RunDraft.standIn(clips: 5, questions: Self.rows / 5, in: folder)
    try folder.write(Data(), to: "videos/v4.mp4")
    let out = folder.file("run")
    var early = 0
    var late = 0
    let answerer = StandIn()
    let progress = try await draft.run(in: out).run(answerer) { progress in
      if progress.done == Self.rows / 5 { early = (try? residentBytes()) ?? .max }
      if progress.done == Self.rows { late = (try? residentBytes()) ?? .max }
    }
    #expect(progress.done == Self.rows && answerer.replies.withLock { $0 } == Self.rows)
    #expect(
      early > 0 && late - early < 8 << 20, "\(early >> 20) MiB after \(Self.rows / 5) rows, \(late >> 20) at the end")
    // Going on reads through the file without keeping it.
    let before = try residentBytes()
    try await draft.run(in: out).run(answerer)
    let growth = try residentBytes() - before
    #expect(growth < 12 << 20, "\(growth >> 20) MiB")
  }

  /// Reading: samples are handed out one by one.
  @Test func reading() throws {
    let folder = try folder()
    let draft = try RunDraft.standIn(clips: 2, questions: 1, in: folder)
    let record = draft.records[0]
    var line = RunSample(
      number: 0, record: record, plan: draft.plans[0],
      scored: ScoredSample(key: record.key, group: record.group, score: 1))
    line.prediction = String(repeating: "x", count: 2000)
    var text = Data()
    for number in 0..<Self.rows {
      line.number = number
      line.key = "v0_\(number)"
      text += try JSONEncoder.m3.encode(line) + Data([0x0A])
    }
    try folder.write(text, to: "run/samples.jsonl")
    let before = try residentBytes()
    var count = 0
    try RunFolder(folder.file("run")).forEachSample { _ in count += 1 }
    #expect(count == Self.rows)
    #expect(try residentBytes() - before < 12 << 20, "\(text.count) bytes of samples")
  }
}
