import M3Core

/// A clip that is one file.
final class FileContent: ClipContent {
  private let file: ClipFile
  private let catalog: FrameCatalog
  private let facts: ClipInfo
  private let ledger = DecodeLedger()
  /// Where the first scan left it; readers move it, and open the file's container again where they must.
  private let demuxer: Demuxer

  init(_ file: ClipFile) throws(VideoError) {
    self.file = file
    let head = FileHead(file)
    if let kind = head.playlistKind { throw .playlist(path: file.name, kind: kind) }
    if let format = head.unsupportedPicture { throw .unsupportedFormat(path: file.name, format: format) }
    demuxer = try Demuxer(file)
    let scan = try PacketScan(demuxer, file: file, ledger: ledger)
    catalog = try FrameCatalog(scan, demuxer: demuxer, file: file, ledger: ledger)
    let stream = demuxer.stream
    let size = scan.first?.shown ?? PixelSize(width: 1, height: 1)
    facts = ClipInfo(
      name: file.name, timeline: catalog.timeline, size: size, codedSize: scan.first?.coded ?? size,
      container: stream.format, codec: stream.codec, nominalRate: stream.nominalRate,
      isStill: Whitelist.isStill(stream.format) || (catalog.timeline.count == 1 && stream.codec == "gif"),
      notes: catalog.notes)
  }

  var info: ClipInfo {
    var notes = facts.notes
    if ledger.statistics.framesDamaged > 0 { notes.append(.damaged(frames: ledger.statistics.framesDamaged)) }
    if ledger.statistics.framesLost > 0 { notes.append(.lost(frames: ledger.statistics.framesLost)) }
    return facts.with(notes: notes)
  }

  var identity: ClipIdentity { ClipIdentity(stamps: [file.stamp]) }

  var contentHash: String? {
    var hash = ContentHash()
    return hash.add(file) ? hash.hexadecimal : nil
  }

  var statistics: DecodeStatistics {
    var statistics = ledger.statistics
    statistics.refusedOpens = file.refusedOpens
    statistics.bytesRead = file.bytesRead
    return statistics
  }

  func reader(_ requests: [FrameRequest], count: Int, threads: Int) throws(VideoError) -> any FrameReader {
    guard count <= file.limits.requests else {
      throw .tooManyRequests(path: file.name, count: count, limit: file.limits.requests)
    }
    DecoderLog.clear()
    file.beginOperation(seconds: file.limits.secondsWithoutProgress)
    switch catalog.lookup {
    case .packets(let packets):
      return try IndexedReader(
        file: file, demuxer: demuxer, catalog: catalog, packets: packets, requests: requests, ledger: ledger,
        threads: threads)
    case .pictures(let pictures):
      return try CountedReader(
        file: file, timeline: catalog.timeline, pictures: pictures, requests: requests, ledger: ledger,
        threads: threads)
    }
  }
}

extension ClipInfo {
  /// The same with other notes.
  func with(notes: [ClipNote]) -> ClipInfo {
    ClipInfo(
      name: name, timeline: timeline, size: size, codedSize: codedSize, container: container, codec: codec,
      nominalRate: nominalRate, isStill: isStill, notes: notes)
  }
}
