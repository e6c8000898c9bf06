import Foundation
import M3Core
import Testing

@testable import M3Video

/// Every row of the nasty files' table: the right frames, or an error that names the file and the cause, in time.
@Suite(.serialized) struct NastyTests {
  @Test func theTableIsWhole() {
    #expect(NastyFiles.rows.count == 57)
  }

  @Test(arguments: NastyFiles.rows)
  func row(_ row: NastyFiles.Row) throws {
    let folder = try NastyFiles.folder.get()
    let clock = ContinuousClock()
    let start = clock.now
    if row.isPiped {
      try checkPipe(folder.path + "/" + row.file, row)
    } else if row.isOk {
      try checkFrames(folder.path + "/" + row.file, row)
    } else {
      try checkError(folder.path + "/" + row.file, row)
    }
    #expect(clock.now - start < .seconds(5))
  }

  private func checkError(_ path: String, _ row: NastyFiles.Row) throws {
    if row.file == "unreadable.mp4", getuid() == 0 {
      // The superuser may read it all the same; then it is an ordinary clip.
      #expect(try Clip.open([path]).info.frameCount == 100)
      return
    }
    let error = try #require(throws: VideoError.self) { try Clip.open([path]) }
    try expectMessage(error.message, row)
    let name = row.file.escapedForTerminal
    #expect(error.message.contains(name))
  }

  /// `cat FILE | tool /dev/stdin`, as it looks inside the tool.
  private func checkPipe(_ path: String, _ row: NastyFiles.Row) throws {
    let pipe = Pipe()
    pipe.fileHandleForWriting.write(try Data(contentsOf: URL(filePath: path)).prefix(4096))
    let name = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    let error = try #require(throws: VideoError.self) { try Clip.open([name]) }
    try expectMessage(error.message, row)
    #expect(error.message.contains(name))
  }

  private func checkFrames(_ path: String, _ row: NastyFiles.Row) throws {
    let clip = try Clip.open([path])
    let info = clip.info
    if let frames = row.frames { #expect(info.frameCount == frames) }
    if let duration = row.duration { #expect(abs(info.duration - duration) <= 0.05) }
    if let width = row.width, let height = row.height { #expect(info.size == PixelSize(width: width, height: height)) }
    let chosen = info.timeline.indices(row.wanted, by: .midpoint)
    var cursor = try clip.frames(at: chosen, threads: 2)
    var numbers: [Int] = []
    var frames: [Int] = []
    var damaged: Set<Int> = []
    while let frame = try cursor.next() {
      frames.append(frame.index)
      if frame.isDamaged { damaged.insert(frame.index) }
      numbers.append(Barcode.number(frame.picture))
      #expect(frame.picture.size == info.size)
      #expect(frame.time == info.timeline.time(of: frame.index))
      if !frame.isDamaged { expectColors(frame, row) }
    }
    #expect(frames == chosen)
    if let indices = row.indices {
      #expect(numbers == indices)
      #expect(clip.statistics.framesDamaged == 0)
    }
    if row.file == "corrupt-mid.mp4" {
      // What is not flagged is right, inside the damaged stretch too.
      for (number, index) in zip(numbers, frames) where !damaged.contains(index) { #expect(number == index) }
      #expect(damaged.count == clip.statistics.framesDamaged)
    }
    #expect(clip.statistics.framesLost == 0)
    #expect(clip.statistics.refusedOpens == 0)
    if row.says != nil, Int(row.says ?? "") == nil {
      try expectMessage(clip.info.notes.map(\.message).joined(separator: "\n"), row)
    } else {
      #expect(!clip.info.notes.contains { if case .damaged = $0 { true } else { false } })
    }
  }

  private func expectMessage(_ message: String, _ row: NastyFiles.Row) throws {
    let pattern = try Regex(try #require(row.says)).ignoresCase()
    #expect(message.firstMatch(of: pattern) != nil, "\(message)")
    #expect(!message.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }

  private func expectColors(_ frame: Frame, _ row: NastyFiles.Row) {
    let (left, right) = Barcode.patches(frame.picture)
    switch row.file {
    case "px1.webm", "wide16k.mp4": #expect(left.isNear(255, 0, 0, within: 8), "\(left)")
    case "full-range.webm":
      #expect(left.isNear(64, 64, 64, within: 2) && right.isNear(64, 64, 64, within: 2), "\(left)")
    case "alpha.png":
      #expect(left.isNear(255, 127, 127, within: 8) && right.isNear(127, 127, 255, within: 8), "\(left) \(right)")
    default:
      #expect(
        left.isNear(255, 0, 0, within: 24) && right.isNear(0, 0, 255, within: 24), "\(frame.index) \(left) \(right)")
    }
  }
}
