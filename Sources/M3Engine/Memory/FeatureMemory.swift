import M3Core
import M3Model
import M3Video

/// What the vision tower saw lately, so that another question or another plan about a clip encodes nothing again.
///
/// Kept at the finest scale that was asked for, since coarser ones follow from it. The least recently used goes first
/// when the limit is reached.
struct FeatureMemory {
  /// Something that was encoded.
  struct Key: Hashable {
    /// One frame as a crop, or several as a picture.
    enum Subject: Hashable {
      case frame(Int)
      case picture([Int])
    }

    let sight: Sight
    let subject: Subject
  }

  /// Its features.
  struct Entry {
    let features: CropFeatures
    /// Of a picture seen by anyres.
    let geometry: AnyresGeometry?
    /// Indices of the frames in it that the decoder reported as damaged.
    let damaged: Set<Int>
    /// Indices of the frames in it that could not be decoded.
    let lost: Set<Int>
  }

  /// The most bytes that are kept; one entry may exceed them while it is in use.
  let limit: Int
  private(set) var bytes = 0
  private var entries: [Key: (entry: Entry, lastUse: Int)] = [:]
  private var uses = 0
  /// Every use in order, from `firstUse` on; those that were not an entry's last count for nothing.
  ///
  /// So forgetting one of many entries takes no look at the others.
  private var order: [(key: Key, use: Int)] = []
  private var firstUse = 0

  init(limit: Int) { self.limit = limit }

  /// The entry if its features give all of these scales.
  mutating func entry(_ key: Key, giving scales: [VisualScale]) -> Entry? {
    guard let found = entries[key], scales.allSatisfy(found.entry.features.gives) else { return nil }
    let use = noteUse(of: key)
    entries[key]?.lastUse = use
    return found.entry
  }

  /// Keeps an entry in place of the one there, and forgets others until the limit holds.
  mutating func keep(_ entry: Entry, for key: Key) {
    forget(key)
    let use = noteUse(of: key)
    entries[key] = (entry, use)
    bytes += entry.bytes
    while bytes > limit, firstUse < order.count {
      let oldest = order[firstUse]
      firstUse += 1
      if entries[oldest.key]?.lastUse == oldest.use { forget(oldest.key) }
    }
  }

  private mutating func noteUse(of key: Key) -> Int {
    if order.count > 2 * entries.count + 1024 {
      order = order[firstUse...].filter { entries[$0.key]?.lastUse == $0.use }
      firstUse = 0
    }
    uses += 1
    order.append((key, uses))
    return uses
  }

  private mutating func forget(_ key: Key) {
    guard let old = entries.removeValue(forKey: key) else { return }
    bytes -= old.entry.bytes
  }
}

extension FeatureMemory.Entry {
  var bytes: Int { features.values.count * MemoryLayout<Float>.stride }
}
