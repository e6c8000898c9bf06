import M3Core
import M3Model
import M3TestSupport
import M3Video
import Testing

@testable import M3Engine

/// What is remembered within a limit, and what is forgotten first.
@Suite struct FeatureMemoryTests {
  private let sight: Sight

  init() throws {
    let clip = try Clip.open(GoldenEngine.movie)
    sight = Sight(clip: clip.identity, fit: .pad, reduction: .average)
  }

  private func key(_ frame: Int) -> FeatureMemory.Key { FeatureMemory.Key(sight: sight, subject: .frame(frame)) }

  /// Of 4 bytes.
  private let entry = FeatureMemory.Entry(
    features: CropFeatures(scale: .tokens1, width: 1, values: [1]), geometry: nil, damaged: [], lost: [])

  @Test func theLeastRecentlyUsedGoesFirst() {
    var memory = FeatureMemory(limit: 12)
    for frame in 0..<3 { memory.keep(entry, for: key(frame)) }
    #expect(memory.entry(key(0), giving: [.tokens1]) != nil)
    memory.keep(entry, for: key(3))
    #expect(memory.entry(key(1), giving: [.tokens1]) == nil)
    // Kept anew counts as used.
    memory.keep(entry, for: key(2))
    memory.keep(entry, for: key(4))
    #expect(memory.entry(key(0), giving: [.tokens1]) == nil)
    #expect([2, 3, 4].allSatisfy { memory.entry(key($0), giving: [.tokens1]) != nil })
    #expect(memory.bytes == 12)
    #expect(memory.entry(key(2), giving: [.tokens576]) == nil, "finer than what is kept")
  }

  /// Against a plain list, over many uses.
  @Test func likeAPlainList() {
    var memory = FeatureMemory(limit: 40)
    var list: [Int] = []
    var state: UInt32 = 1
    for _ in 0..<20_000 {
      state = state &* 1_664_525 &+ 1_013_904_223
      let frame = Int(state >> 20) % 25
      let isKept = list.contains(frame)
      if state & 0x8000 == 0 {
        #expect((memory.entry(key(frame), giving: [.tokens1]) != nil) == isKept)
        guard isKept else { continue }
      } else {
        memory.keep(entry, for: key(frame))
      }
      list.removeAll { $0 == frame }
      list.append(frame)
      if list.count > 10 { list.removeFirst() }
    }
    #expect(memory.bytes == 40)
  }

  /// What is larger than the limit is not kept, and no room is none.
  @Test func noRoom() {
    var memory = FeatureMemory(limit: 3)
    memory.keep(entry, for: key(0))
    #expect(memory.bytes == 0 && memory.entry(key(0), giving: [.tokens1]) == nil)
  }
}
