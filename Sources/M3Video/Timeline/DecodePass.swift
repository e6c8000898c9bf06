import CFFmpeg
import M3Core

/// Decodes a whole clip once to count its pictures, where packets do not tell which frames there are or when.
///
/// No picture is kept. Times are FFmpeg's best guess where every picture has one, else the nominal rate counts.
struct DecodePass {
  /// Pictures at the start that lack what they are predicted from; nobody would show them.
  private var leading = 0
  private var times: [Int64] = []
  private var hasAllTimes = true
  private var lastDuration: UInt32 = 0
  /// The stream has no clock; times are counted.
  private(set) var isNominal = false

  init(file: ClipFile, ledger: DecodeLedger) throws(VideoError) {
    let demuxer = try Demuxer(file)
    ledger.statistics.restarts += 1
    let decoder = try Decoder(demuxer, file: file, threads: file.limits.threads)
    let packet = try PacketHandle(name: file.name)
    while try demuxer.read(into: packet) {
      ledger.statistics.packetsRead += 1
      _ = decoder.send(packet, mayDrop: false)
      try count(decoder, file)
    }
    decoder.drain()
    try count(decoder, file)
    guard !times.isEmpty else { throw decoder.failure() }
    isNominal = !hasAllTimes
  }

  private mutating func count(_ decoder: Decoder, _ file: ClipFile) throws(VideoError) {
    while case .picture = try decoder.receive() {
      if times.isEmpty, decoder.isUnrecovered {
        leading += 1
        continue
      }
      guard times.count < file.limits.frames else {
        throw .tooManyFrames(path: file.name, limit: file.limits.frames)
      }
      if let time = decoder.estimatedTime {
        times.append(time)
      } else {
        times.append(0)
        hasAllTimes = false
      }
      lastDuration = decoder.duration
    }
  }

  /// The pictures in order of presentation.
  func catalog(_ facts: StreamFacts) -> (FrameTimeline, FrameCatalog.Lookup) {
    if hasAllTimes {
      let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
      let last = order.last == times.count - 1 ? lastDuration : 0
      if let timeline = FrameCatalog.timeline(order.map { times[$0] }, last: last, facts) {
        return (timeline, .pictures(order.map { Int32($0 + leading) }))
      }
    }
    let rate = facts.averageRate ?? facts.nominalRate ?? Rational(25, 1)
    let timeline = FrameTimeline(count: times.count, framesPerSecond: rate)
    return (timeline, .pictures(times.indices.map { Int32($0 + leading) }))
  }
}
