import CFFmpeg

/// Finds packets at the ends of a clip that never become pictures, by decoding there.
///
/// A recording that begins between key frames, or an open group of pictures, holds packets whose pictures lack what
/// they are predicted from; a file that was cut off ends with one that cannot be decoded. Elsewhere in a clip such
/// packets are damage, and stay in the timeline.
struct PresenceCheck {
  let file: ClipFile
  let ledger: DecodeLedger

  /// Hides the packets that do not come out.
  ///
  /// - Parameters:
  ///   - packets: the index to correct.
  ///   - isCut: whether the end is in doubt; the start is looked at when it does not begin with a clean key frame.
  func hideMissing(in packets: inout PacketIndex, isCut: Bool) throws(VideoError) {
    guard packets.count > 0 else { return }
    if !beginsCleanly(packets) {
      let end = packets.nextKey(after: max(0, packets.isKey(0) ? 0 : packets.nextKey(after: 0)))
      let present = try times(of: 0..<end, in: packets)
      hide(in: &packets, range: 0..<end, except: present, notBefore: .min)
    }
    if isCut {
      // A decoder may well make a picture of half a packet; it is not the clip's.
      if packets.marks.last?.contains(.broken) ?? false { packets.hide(packets.count - 1) }
      let keys = (0..<packets.count).filter(packets.isKey)
      // The last group may lean on the one before it, so decoding begins there.
      let start = keys.suffix(2).first ?? 0
      let present = try times(of: start..<packets.count, in: packets)
      hide(in: &packets, range: start..<packets.count, except: present, notBefore: packets.times[start])
    }
  }

  private func beginsCleanly(_ packets: PacketIndex) -> Bool {
    guard packets.isKey(0) else { return false }
    let first = packets.times[0]
    let end = packets.nextKey(after: 0)
    return !(0..<end).contains { packets.isShown($0) && packets.times[$0] < first }
  }

  private func hide(
    in packets: inout PacketIndex, range: Range<Int>, except present: Set<Int64>, notBefore start: Int64
  ) {
    for packet in range where packets.times[packet] >= start && !present.contains(packets.times[packet]) {
      packets.hide(packet)
    }
  }

  /// Times of the clean pictures that a range of packets gives.
  private func times(of range: Range<Int>, in packets: PacketIndex) throws(VideoError) -> Set<Int64> {
    let demuxer = try Demuxer(file)
    ledger.statistics.restarts += 1
    let decoder = try Decoder(demuxer, file: file, threads: 1)
    let packet = try PacketHandle(name: file.name)
    var number = 0
    var times: Set<Int64> = []
    while number < range.upperBound, try demuxer.read(into: packet) {
      defer { number += 1 }
      ledger.statistics.packetsRead += 1
      guard number >= range.lowerBound else { continue }
      _ = decoder.send(packet, mayDrop: false)
      try collect(decoder, into: &times)
    }
    decoder.drain()
    try collect(decoder, into: &times)
    return times
  }

  private func collect(_ decoder: Decoder, into times: inout Set<Int64>) throws(VideoError) {
    while case .picture = try decoder.receive() {
      if let time = decoder.time, !decoder.isUnrecovered { times.insert(time) }
    }
  }
}
