/// Where the demuxer stands in the index, and how to bring it to a key frame: by reading on, by a verified seek, or by
/// reading the file from its start again.
final class PacketWalk {
  /// What came of reading.
  enum Step {
    /// The packet with this number is in `packet`.
    case packet(Int)
    case end
    /// The demuxer gave something else than the index says.
    case astray
  }

  private(set) var demuxer: Demuxer
  let packet: PacketHandle
  /// The number of the packet that comes next; the count at the end or where it is not known.
  private(set) var position: Int
  /// Nothing has been sought since the file was last read from its start.
  private(set) var isStraight = false
  var cost: SeekCost
  private let file: ClipFile
  private let index: PacketIndex
  private let keys: KeyTable
  private let ledger: DecodeLedger
  /// `packet` has been read already and is the one at `position`.
  private var hasPacket = false

  /// - Parameter demuxer: stands anywhere, as after the first scan.
  init(
    _ demuxer: Demuxer, file: ClipFile, index: PacketIndex, keys: KeyTable, cost: SeekCost, ledger: DecodeLedger
  ) throws(VideoError) {
    self.demuxer = demuxer
    self.file = file
    self.index = index
    self.keys = keys
    self.cost = cost
    self.ledger = ledger
    packet = try PacketHandle(name: file.name)
    position = index.count
  }

  /// Brings the next packet to `start` or before it.
  func approach(_ start: Int) throws(VideoError) {
    if position <= start, !cost.prefersSeek(over: start - position) { return }
    if cost.maySeek {
      if try seek(start) { return }
      // Files whose first times are negative cannot be sought to their start; elsewhere seeks are not to be trusted.
      if start > 0 { cost.maySeek = false }
    }
    try restart()
  }

  /// Reads the file from its start again.
  func restart() throws(VideoError) {
    demuxer = try Demuxer(file)
    ledger.statistics.restarts += 1
    position = 0
    hasPacket = false
    isStraight = true
  }

  /// Reads the packet at `position`.
  func read() throws(VideoError) -> Step {
    if hasPacket {
      hasPacket = false
    } else {
      guard try demuxer.read(into: packet) else {
        position = index.count
        return .end
      }
      ledger.statistics.packetsRead += 1
    }
    guard index.matches(packet, at: position) else { return .astray }
    position += 1
    return .packet(position - 1)
  }

  /// Seeks to a key packet, or to one of the two before it if the demuxer lands elsewhere.
  private func seek(_ start: Int) throws(VideoError) -> Bool {
    var aim = start
    isStraight = false
    hasPacket = false
    position = index.count
    for _ in 0..<3 {
      let before = file.bytesRead
      ledger.statistics.seeksTried += 1
      if demuxer.seek(to: index.times[aim]), try demuxer.read(into: packet) {
        ledger.statistics.packetsRead += 1
        cost.noteSeek(bytes: file.bytesRead - before)
        if let found = index.number(of: packet, notAfter: aim) {
          ledger.statistics.seeksDone += 1
          position = found
          hasPacket = true
          return true
        }
      }
      ledger.statistics.seeksRejected += 1
      guard let earlier = keys.key(before: aim) else { return false }
      aim = earlier
    }
    return false
  }
}
