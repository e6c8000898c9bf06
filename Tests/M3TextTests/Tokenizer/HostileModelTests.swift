import M3Text
import Testing

/// Damaged models in a process of their own: an error or a working tokenizer, never a crash.
@Suite struct HostileModelTests {
  @Test func truncations() async {
    await #expect(processExitsWith: .success) {
      let bytes = try Golden.bytes()
      for length in Set(stride(from: 0, to: bytes.count, by: 61)).union((bytes.count - 80)..<bytes.count) {
        HostileModelTests.use(Array(bytes.prefix(length)))
      }
    }
  }

  @Test func flippedBytes() async {
    await #expect(processExitsWith: .success) {
      let bytes = try Golden.bytes("llavanext")
      var generator = SeededGenerator(seed: 11)
      for _ in 0..<150 {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        HostileModelTests.use(damaged)
      }
    }
  }

  /// Models that libsentencepiece 0.1.97 itself does not survive, or only just.
  @Test func crafted() async {
    await #expect(processExitsWith: .success) {
      let tiny = HandMadeModel.tiny()
      let charsmap: [UInt8] = [16, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 64)
      HostileModelTests.use(tiny + HandMadeModel.normalizer(HandMadeModel.field(2, bytes: charsmap)))
      HostileModelTests.use(tiny + HandMadeModel.piece(String(repeating: "x", count: 4_000_000), kind: 4))
      let nested = (2...200).flatMap { HandMadeModel.piece(String(repeating: "a", count: $0), kind: 4) }
      HostileModelTests.use(tiny + nested)
      let allowed = (2...64).flatMap { HandMadeModel.piece(String(repeating: "a", count: $0), kind: 4) }
      HostileModelTests.use(tiny + allowed)
      let unused = (2...1000).flatMap { HandMadeModel.piece(String(repeating: "a", count: $0), kind: 5) }
      HostileModelTests.use(tiny + unused)
      let control = HandMadeModel.piece("x", kind: 3)
      HostileModelTests.use(tiny + control)
    }
  }

  /// Loads a model and, if that works, does everything with it.
  private static func use(_ bytes: [UInt8]) {
    guard let tokenizer = try? Tokenizer(bytes: bytes, path: "hostile.model") else { return }
    let text = "what happens x </s> \u{1F600}\n " + String(repeating: "a", count: 3000)
    let ids = (try? tokenizer.encode(text)) ?? []
    let all = ids + (0..<Int32(tokenizer.vocabularySize))
    var stream = TokenStream(tokenizer)
    let parts = all.map { (try? stream.append($0)) ?? "?" }.joined() + stream.finish()
    precondition((try? tokenizer.decode(all)) == parts, "the stream and the whole differ")
    if let prompt = try? Conversation().prompt(asking: text) { _ = try? tokenizer.parts(of: prompt) }
    if let choice = try? MultipleChoice(["a", "b"]) { _ = try? tokenizer.letterTokens(for: choice) }
  }
}
