import M3Core

/// Reads frames of a clip whose packets tell their times: only what the wanted frames need is decoded.
///
/// Wanted frames are taken in runs. A run begins at a key frame, goes on while that is cheaper than beginning afresh,
/// and ends by draining the decoder right after the last packet it needs. Packets that nobody wants may be dropped by
/// the decoder if no other picture needs them. The pictures are the same as in decoding everything.
final class IndexedReader: FrameReader {
  private typealias Run = RunPlanner.Run

  private let file: ClipFile
  private let catalog: FrameCatalog
  private let requests: [FrameRequest]
  private let planner: RunPlanner
  private let wantedPackets: Set<Int>
  private let ledger: DecodeLedger
  private let walk: PacketWalk
  private let decoder: Decoder
  private let maker: PictureMaker
  private var queue: HeldFrames
  private var run: Run?
  /// The wanted frame that comes next; those before it are held, handed out or lost.
  private var upcoming = 0
  /// Packets refused in a row.
  private var refused = 0
  /// The rest of the run is read by starting over, as soon as the decoder's output is dealt with.
  private var again: Run?
  /// Key frames that decoding is not clean from (gradual refresh) were met: all is decoded from the start.
  private var distrustsKeys = false

  /// Runs of so many packets are worth a second decoder thread (each run loses the threads' pictures in flight).
  static let denseRun = 128

  init(
    file: ClipFile, demuxer: Demuxer, catalog: FrameCatalog, packets: [Int32], requests: [FrameRequest],
    ledger: DecodeLedger, threads: Int
  ) throws(VideoError) {
    self.file = file
    self.catalog = catalog
    self.requests = requests
    self.ledger = ledger
    let wanted = requests.map { Int(packets[$0.index]) }
    wantedPackets = Set(wanted)
    let keys = KeyTable(catalog.index)
    planner = RunPlanner(keys: keys, packets: wanted)
    var cost = SeekCost(
      catalog.index, pipeline: demuxer.stream.reorderDepth, maySeek: Whitelist.maySeek(demuxer.stream.format))
    var threads = max(1, min(threads, file.limits.threads))
    if threads > 1, planner.meanLength(cost: cost) < Self.denseRun { threads = 1 }
    cost.pipeline += threads - 1
    walk = try PacketWalk(demuxer, file: file, index: catalog.index, keys: keys, cost: cost, ledger: ledger)
    decoder = try Decoder(demuxer, file: file, threads: threads)
    maker = PictureMaker(file: file)
    queue = HeldFrames(catalog.index, depth: min(4, demuxer.stream.reorderDepth + 1))
  }

  func next() throws(VideoError) -> Frame? {
    while true {
      if let frame = queue.next(ledger) {
        ledger.statistics.framesOut += 1
        return frame
      }
      if run == nil {
        guard upcoming < requests.count else { return nil }
        try begin(distrustsKeys ? planner.wholeRun() : planner.run(from: upcoming, cost: walk.cost))
      }
      try step()
    }
  }

  private func begin(_ run: Run) throws(VideoError) {
    decoder.flush()
    refused = 0
    try walk.approach(run.start)
    self.run = run
  }

  private func step() throws(VideoError) {
    guard let run else { return }
    switch try walk.read() {
    case .end: try finish(run)
    case .astray:
      guard !walk.isStraight else { throw .changed(path: file.name) }
      walk.cost.maySeek = false
      try walk.restart()
      try begin(run)
    case .packet(let number) where number < run.start: ledger.statistics.packetsPassed += 1
    case .packet(let number):
      try decode(number, run)
      // A plain run is not drained early, but goes on a little until all has come out.
      let isEnough = number >= run.last + (run.isPlain ? 64 : 0) || (run.isPlain && upcoming >= run.end)
      if isEnough || refused > file.limits.refusedPackets { try finish(run) }
    }
    if let again {
      self.again = nil
      queue.releaseAll()
      try begin(again)
    }
  }

  private func decode(_ number: Int, _ run: Run) throws(VideoError) {
    let mayDrop = !run.isPlain && !wantedPackets.contains(number)
    ledger.statistics.packetsSent += 1
    if mayDrop { ledger.statistics.packetsSkippable += 1 }
    if decoder.send(walk.packet, mayDrop: mayDrop) {
      refused = 0
    } else {
      refused += 1
      ledger.statistics.packetsRefused += 1
      queue.damage.taint(from: number)
    }
    let pictures = try receive(run)
    if mayDrop { walk.cost.noteUnwanted(packets: 1, pictures: pictures) }
  }

  /// Takes all pictures that are ready; returns how many.
  private func receive(_ run: Run) throws(VideoError) -> Int {
    var count = 0
    while case .picture = try decoder.receive() {
      count += 1
      ledger.statistics.framesDecoded += 1
      if again == nil { try take(run) }
    }
    return count
  }

  private func take(_ run: Run) throws(VideoError) {
    let index = catalog.index
    guard let time = decoder.time, let (frame, packet) = catalog.frame(at: time) else { return }
    // Pictures shown before the key frame that decoding began with lack what they are predicted from.
    guard run.start == 0 || index.times[packet] >= index.times[run.start] else { return }
    if decoder.isUnrecovered, !decoder.isConcealed, run.start > 0 {
      distrustsKeys = true
      again = planner.wholeRun()
      return
    }
    queue.age()
    if decoder.isConcealed || decoder.isUnrecovered { queue.damage.taint(from: packet) }
    while upcoming < run.end, requests[upcoming].index < frame {
      guard run.isPlain else { return tryAgain(run) }
      lose(upcoming)
    }
    guard upcoming < run.end, requests[upcoming].index == frame else { return }
    let picture = try maker.picture(decoder.picture, demuxer: walk.demuxer)
    queue.hold(
      picture, of: requests[upcoming], at: catalog.timeline.time(of: frame), packet: packet)
    upcoming += 1
  }

  /// A wanted picture did not come out: once more from the same key frame, without dropping or draining.
  private func tryAgain(_ run: Run) {
    ledger.statistics.framesRetried += 1
    again = Run(end: run.end, start: run.start, last: run.last, isPlain: true)
  }

  private func lose(_ request: Int) {
    ledger.noteLost(requests[request].index)
    upcoming = request + 1
  }

  private func finish(_ run: Run) throws(VideoError) {
    decoder.drain()
    _ = try receive(run)
    self.run = nil
    guard again == nil else { return }
    if upcoming < run.end, !run.isPlain { return tryAgain(run) }
    while upcoming < run.end { lose(upcoming) }
    queue.releaseAll()
  }
}
