import M3Core

/// Frames kept back until the pictures that they may be predicted from have come out as well.
///
/// A picture may lean on one that is shown after it; whether that one is damaged is only known when it comes out. So a
/// frame waits for a few more pictures, at most as many as the decoder reorders.
struct HeldFrames {
  var damage: DamageTracker
  private let depth: Int
  private var held: [(picture: Picture, request: FrameRequest, time: Double, packet: Int, age: Int)] = []
  private var ready: [(picture: Picture, request: FrameRequest, time: Double, packet: Int, left: Int)] = []

  init(_ index: PacketIndex, depth: Int) {
    damage = DamageTracker(index)
    self.depth = depth
  }

  /// Keeps a frame back.
  mutating func hold(_ picture: Picture, of request: FrameRequest, at time: Double, packet: Int) {
    held.append((picture, request, time, packet, 0))
  }

  /// One more picture has come out.
  mutating func age() {
    for place in held.indices { held[place].age += 1 }
    while let first = held.first, first.age >= depth { release() }
  }

  /// Nothing more is to come that could say anything about the frames.
  mutating func releaseAll() {
    while !held.isEmpty { release() }
  }

  private mutating func release() {
    let first = held.removeFirst()
    ready.append((first.picture, first.request, first.time, first.packet, first.request.repeats))
  }

  /// The next frame that is ready, as often as it was asked for.
  mutating func next(_ ledger: DecodeLedger) -> Frame? {
    guard let first = ready.first else { return nil }
    let isDamaged = damage.isTainted(first.packet)
    if isDamaged { ledger.noteDamaged(first.request.index) }
    if first.left > 1 { ready[0].left -= 1 } else { ready.removeFirst() }
    return Frame(index: first.request.index, time: first.time, picture: first.picture, isDamaged: isDamaged)
  }
}
