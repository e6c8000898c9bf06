import CFFmpeg

/// All packets of a stream, in decode order: when they are shown, and where decoding can begin.
///
/// Kept as columns, 29 bytes a packet.
struct PacketIndex {
  /// In ticks; `cffmpeg_no_pts` where the container gives none.
  private(set) var times: [Int64] = []
  /// Where the packet stands in the file; -1 if unknown.
  private(set) var positions: [Int64] = []
  /// In ticks; 0 if unknown.
  private(set) var durations: [UInt32] = []
  private(set) var marks: [Marks] = []
  /// Bytes of all packets.
  private(set) var bytes: Int64 = 0

  struct Marks: OptionSet {
    let rawValue: UInt8
    /// Decoding can begin here.
    static let key = Marks(rawValue: 1)
    /// Decoded but never shown: an edit list, a reference picture only, or found to be undecodable.
    static let hidden = Marks(rawValue: 2)
    /// The file ends inside it, or the container knows that it is damaged.
    static let broken = Marks(rawValue: 4)
  }

  var count: Int { times.count }

  mutating func append(_ packet: borrowing PacketHandle, codec: String) {
    let flags = unsafe packet.pointer.pointee.flags
    var mark: Marks = []
    if flags & AV_PKT_FLAG_KEY != 0 { mark.insert(.key) }
    if flags & AV_PKT_FLAG_DISCARD != 0 || HiddenPicture.isHidden(packet, codec: codec) { mark.insert(.hidden) }
    if flags & AV_PKT_FLAG_CORRUPT != 0 { mark.insert(.broken) }
    times.append(unsafe packet.pointer.pointee.pts)
    positions.append(unsafe packet.pointer.pointee.pos)
    durations.append(UInt32(clamping: unsafe packet.pointer.pointee.duration))
    marks.append(mark)
    bytes &+= unsafe Int64(max(0, packet.pointer.pointee.size))
  }

  /// Appends a packet of these facts, for tests of what is decided by the index.
  mutating func append(time: Int64, bytes: Int, marks: Marks = []) {
    times.append(time)
    positions.append(self.bytes)
    durations.append(1)
    self.marks.append(marks)
    self.bytes += Int64(bytes)
  }

  mutating func hide(_ packet: Int) { marks[packet].insert(.hidden) }

  func isKey(_ packet: Int) -> Bool { marks[packet].contains(.key) }
  func isShown(_ packet: Int) -> Bool { !marks[packet].contains(.hidden) }

  /// The next key packet after `packet` in decode order; `count` if there is none.
  func nextKey(after packet: Int) -> Int {
    var next = packet + 1
    while next < count, !isKey(next) { next += 1 }
    return min(next, count)
  }

  /// Whether a packet just read is the one that the index has at `number`.
  func matches(_ packet: borrowing PacketHandle, at number: Int) -> Bool {
    guard number < count else { return false }
    return unsafe packet.pointer.pointee.pts == times[number] && packet.pointer.pointee.pos == positions[number]
  }

  /// The number of a packet just read, looked for backwards from `last`.
  func number(of packet: borrowing PacketHandle, notAfter last: Int) -> Int? {
    var number = min(last, count - 1)
    while number >= 0 {
      if matches(packet, at: number) { return number }
      number -= 1
    }
    return nil
  }

  /// Shown packets in order of presentation, those of equal time in decode order.
  func shownInOrder() -> [Int32] {
    var shown: [Int32] = []
    shown.reserveCapacity(count)
    for packet in 0..<count where isShown(packet) { shown.append(Int32(packet)) }
    shown.sort { (times[Int($0)], $0) < (times[Int($1)], $1) }
    return shown
  }
}
