import Crypto

/// SHA-256 over what files hold, so that the same clip is known again under another name, or on another day.
struct ContentHash {
  /// Up to so many bytes a file is read whole.
  static let wholeBytes: Int64 = 256 << 20
  /// Of longer files, so many evenly spaced blocks are read, the first and the last included.
  static let blockCount: Int64 = 256
  static let blockBytes = 1 << 18

  private var hash = SHA256()

  init() { add(number: 1) }

  /// Adds a file; false when it cannot be read to its end.
  ///
  /// What is not read of a long file could change under the same blocks, so its times and place count as well: a copy of
  /// it is another clip.
  mutating func add(_ file: ClipFile) -> Bool {
    add(number: file.size)
    guard file.size > Self.wholeBytes else { return add(file, 0..<file.size) }
    let stamp = file.stamp
    for number in [
      Int64(bitPattern: stamp.device), Int64(bitPattern: stamp.inode), Int64(stamp.seconds), Int64(stamp.nanoseconds),
    ] { add(number: number) }
    let last = file.size - Int64(Self.blockBytes)
    for block in 0..<Self.blockCount {
      let start = last / (Self.blockCount - 1) * block
      guard add(file, start..<start + Int64(Self.blockBytes)) else { return false }
    }
    return add(file, last..<file.size)
  }

  /// 64 digits.
  var hexadecimal: String {
    hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  private mutating func add(_ file: ClipFile, _ range: Range<Int64>) -> Bool {
    var place = range.lowerBound
    while place < range.upperBound {
      let bytes = file.bytes(at: place, count: Int(min(1 << 20, range.upperBound - place)))
      guard !bytes.isEmpty else { return false }
      hash.update(data: bytes)
      place += Int64(bytes.count)
    }
    return true
  }

  private mutating func add(number: Int64) {
    hash.update(data: (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })
  }
}
