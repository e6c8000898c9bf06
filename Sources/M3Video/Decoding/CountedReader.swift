import M3Core

/// Reads frames of a clip whose pictures must be counted: everything is decoded from the start, nothing skipped.
final class CountedReader: FrameReader {
  private let file: ClipFile
  private let timeline: FrameTimeline
  private let ledger: DecodeLedger
  private let demuxer: Demuxer
  private let decoder: Decoder
  private let packet: PacketHandle
  private let maker: PictureMaker
  /// By picture number: which frame is wanted there.
  private let wanted: [Int: FrameRequest]
  private var open: [FrameRequest]
  private var made: [Int: Frame] = [:]
  private var out = FrameQueue()
  private var picture = 0
  private var isTainted = false
  private var isDrained = false

  init(
    file: ClipFile, timeline: FrameTimeline, pictures: [Int32], requests: [FrameRequest], ledger: DecodeLedger,
    threads: Int
  ) throws(VideoError) {
    self.file = file
    self.timeline = timeline
    self.ledger = ledger
    demuxer = try Demuxer(file)
    ledger.statistics.restarts += 1
    decoder = try Decoder(demuxer, file: file, threads: threads)
    packet = try PacketHandle(name: file.name)
    maker = PictureMaker(file: file)
    open = requests.reversed()
    wanted = Dictionary(requests.map { (Int(pictures[$0.index]), $0) }) { first, _ in first }
  }

  func next() throws(VideoError) -> Frame? {
    while true {
      if let frame = out.next() {
        ledger.statistics.framesOut += 1
        return frame
      }
      guard let request = open.last else { return nil }
      if let frame = made.removeValue(forKey: request.index) {
        open.removeLast()
        out.append(frame, repeats: request.repeats)
      } else if isDrained {
        open.removeLast()
        ledger.noteLost(request.index)
      } else {
        try step()
      }
    }
  }

  private func step() throws(VideoError) {
    if try demuxer.read(into: packet) {
      ledger.statistics.packetsRead += 1
      ledger.statistics.packetsSent += 1
      if !decoder.send(packet, mayDrop: false) {
        ledger.statistics.packetsRefused += 1
        isTainted = true
      }
    } else {
      decoder.drain()
      isDrained = true
    }
    while case .picture = try decoder.receive() { try take() }
  }

  /// Damage lasts until the next key frame.
  private func take() throws(VideoError) {
    defer { picture += 1 }
    ledger.statistics.framesDecoded += 1
    let isConcealed = decoder.isConcealed || decoder.isUnrecovered
    isTainted = isConcealed || (isTainted && !decoder.isKey)
    guard let request = wanted[picture] else { return }
    if isTainted { ledger.noteDamaged(request.index) }
    made[request.index] = Frame(
      index: request.index, time: timeline.time(of: request.index),
      picture: try maker.picture(decoder.picture, demuxer: demuxer), isDamaged: isTainted)
  }
}
