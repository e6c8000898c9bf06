import Foundation
import M3Core
import Testing

@testable import M3Video

/// What is missing or damaged is said, and never replaced.
@Suite(.serialized) struct DamageTests {
  /// One picture of a motion JPEG overwritten: it alone is left out, after a second try.
  @Test func aFrameThatCannotBeDecodedIsLeftOut() throws {
    let whole = try SampleClip.motionJPEG.path()
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: whole)))
    let starts = bytes.indices.filter { bytes[$0...].starts(with: [0xFF, 0xD8, 0xFF]) }
    for place in starts[50]..<starts[51] - 16 { bytes[place] = 0 }
    let path = try Scratch.folder("damaged").appending(path: "hole.avi").path
    try Data(bytes).write(to: URL(filePath: path))
    let clip = try Clip.open(path)
    #expect(clip.info.frameCount == 200)
    #expect(try indices(clip, [49, 50, 51, 120]) == [49, 51, 120])
    #expect(clip.statistics.framesLost == 1)
    #expect(clip.statistics.framesRetried == 1)
    #expect(clip.info.notes.contains(.lost(frames: 1)))
    #expect(try indices(clip, [50]) == [])
    #expect(clip.statistics.framesLost == 1, "the same frame is counted once")
  }

  /// A recording that begins between key frames shows what comes after the first of them.
  @Test func aStartBetweenKeyFramesIsNotShown() throws {
    let whole = try Data(contentsOf: URL(filePath: SampleClip.transportStream.path()))
    let path = try Scratch.folder("damaged").appending(path: "late.ts").path
    try whole.dropFirst(188 * (whole.count / 188 / 10)).write(to: URL(filePath: path))
    let clip = try Clip.open(path)
    // 200 frames with key frames at 0, 60, 120, 180; the cut lies in the first group.
    #expect(clip.info.frameCount == 140)
    let all = try Clip.open(try SampleClip.transportStream.path())
    #expect(try picture(clip, 0) == picture(all, 60))
    #expect(try picture(clip, 139) == picture(all, 199))
    #expect(clip.statistics.framesDamaged == 0)
  }

  /// Half a file shows the frames that are there, and says that it ends early.
  @Test(arguments: [SampleClip.vp8, .hevc, .motionJPEG, .fragmented])
  func aCutFileSaysSo(_ sample: SampleClip) throws {
    let whole = try Data(contentsOf: URL(filePath: sample.path()))
    let path = try Scratch.folder("damaged").appending(path: "half-\(sample.rawValue)").path
    try whole.prefix(whole.count / 2).write(to: URL(filePath: path))
    let clip = try Clip.open(path)
    #expect((60..<160).contains(clip.info.frameCount))
    let isNoted = clip.info.notes.contains {
      switch $0 {
      case .cutOff(let shown, _): shown == clip.info.frameCount
      case .endsEarly(let shown, let promised, _, _): shown == clip.info.frameCount && promised == 200
      default: false
      }
    }
    #expect(isNoted, "\(clip.info.notes)")
    let last = clip.info.frameCount - 1
    #expect(try picture(clip, last) == picture(Clip.open(try sample.path()), last))
  }

  @Test func wholeFilesSayNothing() throws {
    for sample in [SampleClip.longGroups, .vp8, .hevc, .motionJPEG, .fragmented, .transportStream] {
      #expect(try Clip.open(try sample.path()).info.notes == [])
    }
  }

  @Test func damageLastsToTheNextKeyFrame() {
    var index = PacketIndex()
    // Two groups; in the second one, packet 5 is shown before its key frame.
    for (time, marks) in [(0, .key), (2, []), (1, []), (3, []), (6, .key), (5, []), (7, [])]
      as [(Int64, PacketIndex.Marks)]
    {
      index.append(time: time, bytes: 1, marks: marks)
    }
    var damage = DamageTracker(index)
    damage.taint(from: 2)
    #expect((0..<7).map { damage.isTainted($0) } == [false, false, true, true, false, true, false])
  }

  private func indices(_ clip: Clip, _ wanted: [Int]) throws -> [Int] {
    var cursor = try clip.frames(at: wanted, threads: 1)
    var found: [Int] = []
    while let frame = try cursor.next() { found.append(frame.index) }
    return found
  }

  private func picture(_ clip: Clip, _ index: Int) throws -> Picture {
    var cursor = try clip.frames(at: [index], threads: 1)
    return try #require(try cursor.next()).picture
  }
}
