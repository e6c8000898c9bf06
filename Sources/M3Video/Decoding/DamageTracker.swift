/// Which packets give damaged pictures: from one that failed up to the next key frame.
struct DamageTracker {
  /// In decode order: the packet that failed, and the next key packet.
  private var stretches: [Range<Int>] = []
  private let index: PacketIndex

  init(_ index: PacketIndex) { self.index = index }

  mutating func taint(from packet: Int) {
    guard !isTainted(packet) else { return }
    stretches.append(packet..<index.nextKey(after: packet))
    if stretches.count > 8 { stretches.removeFirst() }
  }

  /// Pictures of an open group that are shown before their key frame lean on the group before, too.
  func isTainted(_ packet: Int) -> Bool {
    stretches.contains { stretch in
      if stretch.contains(packet) { return true }
      let key = stretch.upperBound
      guard key < index.count, packet > key else { return false }
      return index.times[packet] < index.times[key] && packet < index.nextKey(after: key)
    }
  }
}
