import M3Core

/// A clip made of several pictures, one a second.
///
/// Each is opened when it is read; only the first is decoded at once.
final class StillsContent: ClipContent {
  private let paths: [String]
  private let limits: ClipLimits
  private let facts: ClipInfo
  private let ledger = DecodeLedger()
  let identity: ClipIdentity

  /// - Parameters:
  ///   - paths: pictures, at least one, in order.
  ///   - name: what the user calls them together; the first one's path if nil.
  init(_ paths: [String], name: String? = nil, limits: ClipLimits) throws(VideoError) {
    guard let path = paths.first else { throw .noInputs }
    self.paths = paths
    self.limits = limits
    let first = try Self.still(path, limits: limits)
    var stamps = first.identity.stamps
    for other in paths.dropFirst() {
      let file = try ClipFile(other, limits: limits)
      guard let format = FileHead(file).format, Whitelist.isStill(format) || format == "gif" else {
        throw .notAStill(path: other)
      }
      stamps.append(file.stamp)
    }
    identity = ClipIdentity(stamps: stamps)
    facts = ClipInfo(
      name: name ?? path, timeline: FrameTimeline(count: paths.count, framesPerSecond: Rational(1, 1)),
      size: first.info.size, codedSize: first.info.codedSize, container: first.info.container,
      codec: first.info.codec, nominalRate: Rational(1, 1), isStill: paths.count == 1, notes: first.info.notes)
  }

  private static func still(_ path: String, limits: ClipLimits) throws(VideoError) -> FileContent {
    let content = try FileContent(ClipFile(path, limits: limits))
    guard content.info.isStill else { throw .notAStill(path: path) }
    return content
  }

  var info: ClipInfo {
    guard ledger.statistics.framesDamaged > 0 else { return facts }
    return facts.with(notes: facts.notes + [.damaged(frames: ledger.statistics.framesDamaged)])
  }

  /// Of all files together; nil when one is not what it was when the clip was opened.
  var contentHash: String? {
    var hash = ContentHash()
    for (path, stamp) in zip(paths, identity.stamps) {
      guard let file = try? ClipFile(path, limits: limits), file.stamp == stamp, hash.add(file) else { return nil }
    }
    return hash.hexadecimal
  }

  var statistics: DecodeStatistics { ledger.statistics }

  func reader(_ requests: [FrameRequest], count: Int, threads: Int) throws(VideoError) -> any FrameReader {
    guard count <= limits.requests else {
      throw .tooManyRequests(path: facts.name, count: count, limit: limits.requests)
    }
    return StillsReader(paths: paths, limits: limits, requests: requests, ledger: ledger)
  }

  /// Opens and decodes one picture after the other.
  private final class StillsReader: FrameReader {
    private let paths: [String]
    private let limits: ClipLimits
    private var open: [FrameRequest]
    private let ledger: DecodeLedger
    private var queue = FrameQueue()

    init(paths: [String], limits: ClipLimits, requests: [FrameRequest], ledger: DecodeLedger) {
      self.paths = paths
      self.limits = limits
      open = requests.reversed()
      self.ledger = ledger
    }

    func next() throws(VideoError) -> Frame? {
      if let frame = queue.next() {
        ledger.statistics.framesOut += 1
        return frame
      }
      guard let request = open.popLast() else { return nil }
      let path = paths[request.index]
      let content = try StillsContent.still(path, limits: limits)
      let one = [FrameRequest(index: 0, repeats: 1)]
      guard let frame = try content.reader(one, count: 1, threads: 1).next() else {
        throw .nothingDecodes(path: path, detail: nil)
      }
      if frame.isDamaged { ledger.noteDamaged(request.index) }
      ledger.statistics.framesDecoded += 1
      let placed = Frame(
        index: request.index, time: Double(request.index), picture: frame.picture, isDamaged: frame.isDamaged)
      queue.append(placed, repeats: request.repeats)
      return try next()
    }
  }
}
