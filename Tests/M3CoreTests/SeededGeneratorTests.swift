import M3Core
import Testing

@Suite struct SeededGeneratorTests {
  /// The first outputs of the reference implementation (Vigna, splitmix64.c) for this seed.
  @Test func matchesTheReference() {
    var generator = SeededGenerator(seed: 1_234_567)
    let found = (0..<3).map { _ in generator.next() }
    #expect(found == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  @Test func unitsAreBelowOne() {
    var generator = SeededGenerator(seed: 7)
    let units = (0..<1000).map { _ in generator.unit() }
    #expect(units.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect((0.45...0.55).contains(units.reduce(0, +) / 1000))
  }
}
