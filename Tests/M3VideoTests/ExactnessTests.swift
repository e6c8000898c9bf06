import Foundation
import M3Core
import Testing

@testable import M3Video

/// Frames that are sought, skipped to and drained out are the same as in decoding everything.
@Suite(.serialized) struct ExactnessTests {
  @Test(arguments: SampleClip.allCases)
  func sparseFramesEqualDecodingAll(_ sample: SampleClip) throws {
    let path = try sample.path()
    let clip = try Clip.open(path)
    #expect(clip.info.frameCount == sample.frameCount)
    let all = try hashes(clip, Array(0..<clip.info.frameCount), threads: 1)
    #expect(Set(all).count > sample.frameCount / 2, "the test pictures move")
    for wanted in [1, 2, 5, 16, 41] {
      for threads in [1, 2] {
        let indices = clip.info.timeline.indices(wanted, by: .midpoint)
        #expect(
          try hashes(clip, indices, threads: threads) == indices.map { all[$0] }, "n = \(wanted), threads \(threads)")
      }
    }
    for seed in 1...3 as ClosedRange<UInt64> {
      var generator = SplitMix(state: seed)
      let indices = (0..<12).map { _ in Int.random(in: 0..<clip.info.frameCount, using: &generator) }.sorted()
      #expect(try hashes(clip, indices, threads: 1) == indices.map { all[$0] }, "\(indices)")
    }
    #expect(clip.statistics.framesLost == 0)
    #expect(clip.statistics.framesDamaged == 0)
    #expect(clip.statistics.seeksRejected == 0)
  }

  /// Large MP4 files are scanned by their index; the timeline and the frames are the same.
  @Test(arguments: [SampleClip.longGroups, .openGroups, .mpeg4, .fragmented])
  func indexAloneGivesTheSame(_ sample: SampleClip) throws {
    let path = try sample.path()
    var limits = ClipLimits.standard
    limits.fullScanBytes = 0
    let (full, indexed) = (try Clip.open(path), try Clip.open(path, limits: limits))
    #expect(indexed.info == full.info)
    if sample != .fragmented {
      #expect(indexed.statistics.bytesRead < full.statistics.bytesRead)
    }
    let indices = full.info.timeline.indices(9, by: .midpoint)
    #expect(try hashes(indexed, indices, threads: 1) == hashes(full, indices, threads: 1))
  }

  /// The ffmpeg tool, told to convert as we do, gives the same bytes.
  @Test(arguments: [SampleClip.longGroups, .hevc, .vp9, .mpeg2, .motionJPEG])
  func picturesEqualTheToolsOwn(_ sample: SampleClip) throws {
    let path = try sample.path()
    let raw = try Scratch.folder("raw").appending(path: sample.rawValue + ".rgb")
    try Tool.run(
      "ffmpeg",
      [
        "-loglevel", "error", "-nostdin", "-y", "-i", path, "-frames:v", "40", "-fps_mode", "passthrough", "-vf",
        "scale=flags=bicubic+accurate_rnd,format=rgb24", "-f", "rawvideo", raw.path,
      ])
    let bytes = try [UInt8](Data(contentsOf: raw))
    let clip = try Clip.open(path)
    var cursor = try clip.frames(at: Array(0..<40), threads: 1)
    var offset = 0
    while let frame = try cursor.next() {
      let count = frame.picture.pixels.count
      #expect(frame.picture.pixels.elementsEqual(bytes[offset..<offset + count]), "frame \(frame.index)")
      offset += count
    }
    #expect(offset == bytes.count)
  }

  private func hashes(_ clip: Clip, _ indices: [Int], threads: Int) throws -> [Int] {
    var cursor = try clip.frames(at: indices, threads: threads)
    var hashes: [Int] = []
    while let frame = try cursor.next() {
      #expect(frame.index == indices[hashes.count])
      var hasher = Hasher()
      unsafe frame.picture.pixels.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
      hashes.append(hasher.finalize())
    }
    return hashes
  }
}

/// Sebastiano Vigna's SplitMix64: the same numbers every run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
