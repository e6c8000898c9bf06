/// Where decoding can begin, looked up by time: key packets recognised by when they are shown.
///
/// In an open group, pictures shown before the key frame stand after it in the file; the rule "the last key frame shown
/// not after the wanted frame" begins one group earlier for them, and so gives them exactly.
struct KeyTable {
  /// Key packets in order of their times.
  private let keys: [Int32]
  private let index: PacketIndex

  init(_ index: PacketIndex) {
    self.index = index
    keys = (0..<index.count).filter(index.isKey).map { Int32($0) }
      .sorted { (index.times[Int($0)], $0) < (index.times[Int($1)], $1) }
  }

  /// The key packet to begin with for a wanted packet; 0 if there is none before it.
  func key(for wanted: Int) -> Int {
    let time = index.times[wanted]
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if index.times[Int(keys[middle])] <= time { low = middle + 1 } else { high = middle }
    }
    while low > 0 {
      low -= 1
      if keys[low] <= wanted { return Int(keys[low]) }
    }
    return 0
  }

  /// The key packet next before another one in order of times.
  func key(before key: Int) -> Int? {
    guard let place = keys.firstIndex(of: Int32(key)), place > 0 else { return nil }
    return Int(keys[place - 1])
  }
}
