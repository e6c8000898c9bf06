import Foundation
import M3Core
import M3TestSupport
import M3Video
import Testing

@testable import M3Engine

/// Reading beside encoding: the same crops in the same order, a few ahead and no more, and a clean end at any time.
@Suite struct FrameFeedTests {
  private let preprocessor = Preprocessor(
    ImageProcessing(
      cropSide: 96, fit: .pad, anyres: nil, mean: ImageProcessing.clipMean,
      standardDeviation: ImageProcessing.clipStandardDeviation))

  private func feed(_ clip: Clip, _ indices: [Int]) -> FrameFeed {
    FrameFeed(clip, at: indices, threads: 2, preprocessor: preprocessor, stopwatch: .counting)
  }

  @Test(arguments: [[0], [3, 50, 95], Array(0..<96)]) func cropsAreThoseOfPlainReading(indices: [Int]) throws {
    let clip = try Clip.open(GoldenEngine.movie)
    let feed = feed(clip, indices)
    var found: [FrameFeed.Item] = []
    while let item = try feed.next() { found.append(item) }
    #expect(try feed.next() == nil, "the end stays the end")
    let spent = feed.stop()
    #expect(spent.read > 0 && spent.preprocess > 0)
    var cursor = try clip.frames(at: indices, threads: 1)
    for item in found {
      let frame = try #require(try cursor.next())
      #expect(item.index == frame.index && item.isDamaged == frame.isDamaged)
      #expect(item.crop == preprocessor.crop(of: frame.picture))
    }
    #expect(try cursor.next() == nil)
  }

  /// Nobody takes anything: so many crops wait, and the clip is read no further.
  @Test func onlyAFewAreReadAhead() throws {
    let clip = try Clip.open(GoldenEngine.movie)
    let feed = feed(clip, Array(0..<96))
    #expect(try feed.next()?.index == 0)
    usleep(300_000)
    _ = feed.stop()
    #expect(clip.statistics.framesOut <= FrameFeed.depth + 2)
    #expect(clip.statistics.framesOut > 0)
  }

  /// A feed can be stopped before anything was taken, and again.
  @Test func stopsAtOnce() throws {
    let clip = try Clip.open(GoldenEngine.movie)
    let feed = feed(clip, Array(0..<96))
    _ = feed.stop()
    _ = feed.stop()
    var cursor = try clip.frames(at: [95], threads: 1)
    #expect(try cursor.next()?.index == 95)
  }

  /// What stops the reading is thrown after the frames before it.
  @Test func errorsComeInTheirPlace() throws {
    let folder = try TemporaryFolder()
    try folder.copy(Goldens.path("llava15/wide.png"), as: "a.png")
    try folder.copy(Goldens.path("llava15/wide.png"), as: "b.png")
    let clip = try Clip.open([folder.path("a.png"), folder.path("b.png")])
    try FileManager.default.removeItem(atPath: folder.path("b.png"))
    let feed = feed(clip, [0, 1])
    #expect(try feed.next()?.index == 0)
    #expect(throws: VideoError.self) { try feed.next() }
    #expect(throws: VideoError.self) { try feed.next() }
    _ = feed.stop()
  }
}
