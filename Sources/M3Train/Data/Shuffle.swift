/// A random order of `0 ..< count` of which each place is known without the others.
///
/// A Feistel network permutes the next power of four; what falls outside is sent through again until it falls inside.
struct Shuffle {
  let count: Int
  private let keys: [UInt64]
  private let halfBits: UInt64

  /// - Precondition: `count` is at least 1.
  init(count: Int, seed: UInt64) {
    precondition(count >= 1, "an order of nothing")
    self.count = count
    keys = (0..<6).map { Self.mix(seed &* 0x9E37_79B9_7F4A_7C15 &+ $0) }
    var bits: UInt64 = 1
    while 1 << (2 * bits) < UInt64(count) { bits += 1 }
    halfBits = bits
  }

  subscript(place: Int) -> Int {
    precondition((0..<count).contains(place), "place \(place) of \(count)")
    var value = UInt64(place)
    repeat {
      let mask: UInt64 = 1 << halfBits - 1
      var (left, right) = (value >> halfBits, value & mask)
      for key in keys { (left, right) = (right, left ^ (Self.mix(right ^ key) & mask)) }
      value = left << halfBits | right
    } while value >= UInt64(count)
    return Int(value)
  }

  /// SplitMix64's finaliser.
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
