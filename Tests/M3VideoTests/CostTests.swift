import M3Core
import Testing

@testable import M3Video

/// What sparse sampling leaves undone, in counts.
@Suite(.serialized) struct CostTests {
  @Test func longGroupsAreSkippedInto() throws {
    let (clip, cost) = try sample(.longGroups, [62, 187, 312, 437])
    // Two groups of 250, one run of about 188 packets from the start of each (in decode order: a few less or more).
    #expect((360...390).contains(cost.packetsSent))
    // The decoder drops at least half of what nobody wants.
    #expect(cost.framesDecoded < cost.packetsSent * 6 / 10)
    #expect(cost.framesOut == 4)
    #expect(cost.packetsSkippable == cost.packetsSent - 4)
    #expect(clip.statistics.packetsRead < 500 + 500 + 20)
  }

  @Test func keyFramesCostOnePacketEach() throws {
    let (_, cost) = try sample(.shortGroups, [25, 125])
    #expect(cost.packetsSent == 2)
    #expect(cost.framesDecoded == 2)
  }

  @Test func farKeyFramesAreSought() throws {
    let (_, cost) = try sample(.longGroups, [250])
    #expect(cost.packetsSent == 1)
    #expect(cost.seeksDone == 1)
    #expect(cost.seeksRejected == 0)
    #expect(cost.restarts == 0)
  }

  @Test func transportStreamsAreReadOverNotSought() throws {
    let (_, cost) = try sample(.transportStream, [10, 130])
    #expect(cost.seeksTried == 0)
    #expect(cost.packetsPassed >= 60)
    #expect(cost.packetsSent < 40)
  }

  @Test func everythingIsDecodedWhereKeyFramesAreNotClean() throws {
    let (_, cost) = try sample(.gradualRefresh, [120, 190])
    #expect(cost.packetsSent >= 191)
  }

  @Test(arguments: [SampleClip.mpeg4Avi, .mpeg2Interlaced, .palette])
  func everythingIsDecodedWherePicturesAreCounted(_ clip: SampleClip) throws {
    let (_, cost) = try sample(clip, [20, 150])
    #expect(cost.packetsSent >= 150)
    #expect(cost.packetsSkippable == 0)
    #expect(cost.seeksTried == 0)
  }

  @Test func aFrameAskedForTwiceIsDecodedOnce() throws {
    let path = try SampleClip.shortGroups.path()
    let clip = try Clip.open(path)
    var cursor = try clip.frames(at: [50, 50, 50], threads: 1)
    var pictures: [Picture] = []
    while let frame = try cursor.next() { pictures.append(frame.picture) }
    #expect(pictures.count == 3)
    #expect(pictures[0] == pictures[2])
    #expect(clip.statistics.packetsSent == 1)
    #expect(clip.statistics.framesOut == 3)
  }

  @Test func costRuleFollowsItsMeans() {
    var index = PacketIndex()
    for time in 0..<1000 { index.append(time: Int64(time), bytes: 1000) }
    var cost = SeekCost(index, pipeline: 3, maySeek: true)
    #expect(!cost.isWorthwhile(from: 10, to: 10))
    #expect(!cost.isWorthwhile(from: 10, to: 14))
    #expect(cost.isWorthwhile(from: 10, to: 200))
    #expect(!cost.prefersSeek(over: 20))
    #expect(cost.prefersSeek(over: 900))
    // Seeks that read ten megabytes each are not worth it any more, reading over packets still is.
    for _ in 0..<20 { cost.noteSeek(bytes: 10_000_000) }
    #expect(!cost.prefersSeek(over: 900))
    #expect(cost.isWorthwhile(from: 10, to: 200))
    // Nor is it worth anything to leave packets out that cost nothing.
    cost.noteUnwanted(packets: 100_000, pictures: 0)
    #expect(!cost.isWorthwhile(from: 10, to: 200))
  }

  /// Reads frames, and returns what that alone has cost.
  private func sample(_ sample: SampleClip, _ indices: [Int]) throws -> (Clip, DecodeStatistics) {
    let clip = try Clip.open(try sample.path())
    let before = clip.statistics
    var cursor = try clip.frames(at: indices, threads: 1)
    while try cursor.next() != nil {}
    var cost = clip.statistics
    cost.seeksTried -= before.seeksTried
    cost.seeksDone -= before.seeksDone
    cost.restarts -= before.restarts
    return (clip, cost)
  }
}
