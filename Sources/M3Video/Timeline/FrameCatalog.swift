import CFFmpeg
import M3Core

/// Which frames a clip shows, when, and how each is found again among what comes out of the decoder.
struct FrameCatalog {
  /// How the frame shown k-th is recognised.
  enum Lookup {
    /// By its time: entry k is its packet. Decoding may begin at any key frame before it.
    case packets([Int32])
    /// By counting pictures from the start of the file: entry k is its number. Every picture is decoded.
    case pictures([Int32])
  }

  let timeline: FrameTimeline
  let lookup: Lookup
  let index: PacketIndex
  let notes: [ClipNote]

  /// - Throws: `VideoError.nothingDecodes` and the like when no frame is left to show.
  init(_ scan: PacketScan, demuxer: Demuxer, file: ClipFile, ledger: DecodeLedger) throws(VideoError) {
    let facts = demuxer.stream
    let end = ContainerEnd(file)
    guard let first = scan.first else {
      if end == .dataCut { throw .incomplete(path: file.name, part: .pictures) }
      throw scan.failure ?? .nothingDecodes(path: file.name, detail: nil)
    }
    var notes = first.notes
    if facts.isInterlaced || first.isInterlaced { notes.append(.interlaced) }
    if Whitelist.isStill(facts.format) {
      timeline = FrameTimeline(count: 1, framesPerSecond: Rational(1, 1))
      lookup = .pictures([0])
      index = scan.index
      self.notes = notes
      return
    }
    var packets = scan.index
    let isBroken = packets.marks.last?.contains(.broken) ?? false
    let isCut = end == .dataCut || isBroken
    let promised = Promise(packets, facts)
    if Self.canCountPackets(packets, facts, first) {
      let presence = PresenceCheck(file: file, ledger: ledger)
      try presence.hideMissing(in: &packets, isCut: isCut)
    }
    let shown = packets.shownInOrder()
    let times = shown.map { packets.times[Int($0)] }
    if Self.canCountPackets(packets, facts, first), !shown.isEmpty, Self.areDistinct(times),
      let timeline = Self.timeline(times, last: packets.durations[Int(shown[shown.count - 1])], facts)
    {
      self.timeline = timeline
      lookup = .packets(shown)
    } else {
      let pass = try DecodePass(file: file, ledger: ledger)
      (timeline, lookup) = pass.catalog(facts)
      if pass.isNominal { notes.append(.nominalTimes) }
    }
    index = packets
    if isCut, let note = promised.note(timeline, isIndexed: facts.format.hasPrefix("mov,")) { notes.append(note) }
    self.notes = notes
  }

  /// The shown frame with exactly this time, and its packet, where packets tell times.
  func frame(at time: Int64) -> (frame: Int, packet: Int)? {
    guard case .packets(let packets) = lookup, let first = packets.first else { return nil }
    let (tick, overflow) = time.subtractingReportingOverflow(index.times[Int(first)])
    guard !overflow, let frame = timeline.index(atTick: tick) else { return nil }
    return (frame, Int(packets[frame]))
  }

  /// Whether every shown packet becomes one picture of a known time.
  ///
  /// Not so without a clock, nor for interlaced streams, where a packet may hold one field of two, nor where packets
  /// carry changes of a palette (which a decoder that begins in the middle, or is flushed, has never seen).
  private static func canCountPackets(_ packets: PacketIndex, _ facts: StreamFacts, _ first: PictureFacts) -> Bool {
    guard !facts.isInterlaced, !first.isInterlaced, !facts.hasPalette else { return false }
    return (0..<packets.count).allSatisfy { !packets.isShown($0) || packets.times[$0] != cffmpeg_no_pts }
  }

  private static func areDistinct(_ times: [Int64]) -> Bool {
    !zip(times, times.dropFirst()).contains { $0 == $1 }
  }

  /// Ticks from the first shown frame; nil for times that no clip can mean (they would overflow sums).
  ///
  /// The last frame's duration is its packet's, else the median gap, else one frame at the average rate, else a tick.
  static func timeline(_ times: [Int64], last: UInt32, _ facts: StreamFacts) -> FrameTimeline? {
    guard let first = times.first, let final = times.last else { return nil }
    let (span, overflow) = final.subtractingReportingOverflow(first)
    let longest = 1e9  // seconds: thirty years
    guard !overflow, span >= 0, Double(span) * facts.timeBase.value < longest else { return nil }
    var duration = Int64(last)
    if duration == 0 { duration = medianGap(times) }
    if duration == 0, let rate = facts.averageRate {
      duration = Int64((1 / (rate.value * facts.timeBase.value)).rounded())
    }
    duration = max(1, duration)
    guard Double(duration) * facts.timeBase.value < longest else { return nil }
    return FrameTimeline(timeBase: facts.timeBase, ticks: times.map { $0 - first }, lastDuration: duration)
  }

  /// The median of the gaps between different times; 0 if there are none.
  private static func medianGap(_ times: [Int64]) -> Int64 {
    let gaps = zip(times, times.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.sorted()
    guard !gaps.isEmpty else { return 0 }
    return (gaps[(gaps.count - 1) / 2] + gaps[gaps.count / 2]) / 2
  }
}

/// What the container says that there should be.
private struct Promise {
  let frames: Int
  let seconds: Double

  init(_ packets: PacketIndex, _ facts: StreamFacts) {
    let hidden = (0..<packets.count).count { !packets.isShown($0) }
    frames = max(0, facts.promisedPackets - hidden)
    seconds = Double(facts.promisedTicks) * facts.timeBase.value
  }

  /// What to say about a clip that is cut off; nil when all that was promised is there all the same.
  func note(_ timeline: FrameTimeline, isIndexed: Bool) -> ClipNote? {
    if isIndexed, frames > 0 {
      guard timeline.count < frames else { return nil }
      return .endsEarly(
        shown: timeline.count, promised: frames, seconds: timeline.duration,
        promisedSeconds: max(seconds, timeline.duration))
    }
    return .cutOff(shown: timeline.count, seconds: timeline.duration)
  }
}
