import CFFmpeg
import M3Core

/// The first reading of a clip: all packets into the index, and the first picture for its facts.
///
/// Packets alone are read to the end (no picture but the first is decoded), which costs little and is right where
/// headers lie: about frame counts, durations, sizes. Of large MP4 files only the index is read, which says the same.
struct PacketScan {
  private(set) var index = PacketIndex()
  /// Nil when not one picture comes out.
  private(set) var first: PictureFacts?
  /// Why, then.
  private(set) var failure: VideoError?

  init(_ demuxer: Demuxer, file: ClipFile, ledger: DecodeLedger) throws(VideoError) {
    let packet = try PacketHandle(name: file.name)
    let decoder = try Decoder(demuxer, file: file, threads: 1)
    let facts = demuxer.stream
    let mostPackets = Whitelist.isStill(facts.format) ? 1 : min(file.limits.frames, Int(Int32.max))
    var refused = 0
    var canBeHollow = file.size > file.limits.fullScanBytes && ContainerEnd.isIndexed(file)
    defer { demuxer.endHollowReading() }
    while index.count < mostPackets, try demuxer.read(into: packet) {
      if index.count == 0, unsafe cffmpeg_packet_is_encrypted(packet.pointer) != 0 {
        throw .encrypted(path: file.name)
      }
      index.append(packet, codec: facts.codec)
      ledger.statistics.packetsRead += 1
      if first != nil, canBeHollow {
        demuxer.beginHollowReading()
        canBeHollow = false
      }
      guard first == nil, refused < file.limits.refusedPackets else { continue }
      refused = decoder.send(packet, mayDrop: false) ? 0 : refused + 1
      try look(decoder, demuxer, file)
    }
    if mostPackets > 1, index.count == mostPackets, try demuxer.read(into: packet) {
      throw .tooManyFrames(path: file.name, limit: file.limits.frames)
    }
    if first == nil {
      decoder.drain()
      try look(decoder, demuxer, file)
      failure = decoder.failure()
    }
  }

  private mutating func look(_ decoder: Decoder, _ demuxer: Demuxer, _ file: ClipFile) throws(VideoError) {
    while first == nil, case .picture = try decoder.receive() {
      first = try PictureFacts(decoder.picture, demuxer: demuxer, file: file)
    }
  }
}
