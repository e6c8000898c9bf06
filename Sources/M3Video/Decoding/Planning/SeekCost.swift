/// When to leave the packets between two frames undecoded, and whether to read over them or to seek.
///
/// Costs are in decoded packets. What a seek costs is a running mean of what seeks have made the demuxer read, so
/// that without a usable index (where one seek may read the whole file) the plan becomes sequential by itself.
struct SeekCost {
  /// Reading a packet costs about so much of decoding one.
  private static let reading = 1.0 / 64
  /// Pictures lost by starting afresh: those that the decoder holds back, and those of its other threads.
  var pipeline: Int
  /// Whether the demuxer's seeks can be trusted, as far as known.
  var maySeek: Bool
  private let meanPacketBytes: Double
  private var seeks = 1.0
  private var seekBytes = 131_072.0
  private var unwanted = 2.0
  private var unwantedDecoded = 1.0

  init(_ index: PacketIndex, pipeline: Int, maySeek: Bool) {
    meanPacketBytes = max(1, Double(index.bytes) / Double(max(1, index.count)))
    self.pipeline = pipeline
    self.maySeek = maySeek
  }

  /// Whether to begin afresh at packet `key` rather than to decode on from packet `current`.
  func isWorthwhile(from current: Int, to key: Int) -> Bool {
    guard key > current else { return false }
    let way = Double(key - current)
    let decoding = way * unwantedDecoded / unwanted
    let skipping = maySeek ? min(way * Self.reading, seek) : way * Self.reading
    return decoding > skipping + Double(pipeline)
  }

  /// Whether to seek over packets rather than to read over them.
  func prefersSeek(over packets: Int) -> Bool { maySeek && Double(packets) * Self.reading > seek }

  private var seek: Double { 1 + seekBytes / seeks / meanPacketBytes * Self.reading }

  mutating func noteSeek(bytes: Int64) {
    seeks += 1
    seekBytes += Double(bytes)
  }

  /// Of packets that the decoder might drop, so many became pictures.
  mutating func noteUnwanted(packets: Int, pictures: Int) {
    unwanted += Double(packets)
    unwantedDecoded = min(unwanted, unwantedDecoded + Double(pictures))
  }
}
