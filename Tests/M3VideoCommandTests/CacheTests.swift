import Foundation
import M3Core
import M3TestSupport
import Testing

/// What is kept between runs of the program: features of clips.
@Suite struct CacheTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ words: [String]) async throws -> Program.Ran {
    try await Program.run(words, environment: ["XDG_CACHE_HOME": folder.path])
  }

  private func ask(_ more: [String] = []) async throws -> Answer {
    let words = ["ask", Samples.movie, "What?", "--frames", "4", "--scale", "9", "--max-tokens", "2", "--json"]
    let ran = try await run(words + more)
    #expect(ran.code == 0, "\(ran.err)")
    return try JSONDecoder.m3.decode(Answer.self, from: Data(ran.out.utf8))
  }

  private func kept() async throws -> [String: Any] { try await run(["cache", "--json"]).object() }

  @Test func theSecondRunEncodesNothing() async throws {
    let first = try await ask()
    let second = try await ask()
    #expect(second.tokens == first.tokens && second.frames == first.frames)
    #expect(first.seconds[.read] > 0 && second.seconds[.read] == 0)
    let kept = try await kept()
    #expect(kept["files"] as? Int == 1 && kept["clips"] as? Int == 1)
    #expect(try #require(kept["bytes"] as? Int) > 4 * 9 * 96 * 2)
    #expect((kept["folder"] as? String) == folder.path("m3-video/features"))
    let text = try await run(["cache"])
    #expect(text.out.hasPrefix("1 file, ") && text.out.hasSuffix(" of 1 clip in \(folder.path("m3-video/features"))\n"))

    let cleared = try await run(["cache", "clear"])
    #expect(cleared.code == 0 && cleared.out.hasPrefix("removed 1 file, "))
    #expect(try await self.kept()["files"] as? Int == 0)
    #expect(try await ask().seconds[.read] > 0)
  }

  @Test func withoutADisk() async throws {
    _ = try await ask(["--cache-disk", "0"])
    #expect(try await kept()["files"] as? Int == 0)
    #expect(try await ask(["--cache-disk", "0", "--cache-memory", "0"]).seconds[.read] > 0)
  }

  /// A bound that is too small for one look is said, and nothing is stored.
  @Test func aSmallBound() async throws {
    let ran = try await run(["ask", Samples.movie, "What?", "--max-tokens", "1", "--cache-disk", "1KB"])
    #expect(ran.code == 0)
    #expect(ran.err.contains("warning: features are not stored for later: "), "\(ran.err)")
    #expect(try await kept()["files"] as? Int == 0)
  }

  /// Nowhere to write is no error.
  @Test func noPlaceToWrite() async throws {
    try folder.write("m3-video", "a file")
    let ran = try await run(["ask", Samples.movie, "What?", "--max-tokens", "1"])
    #expect(ran.code == 0 && !ran.out.isEmpty)
    #expect(ran.err.split(separator: "\n").count { $0.contains("not stored") } == 1, "\(ran.err)")
  }

  @Test(arguments: ["x", "", "1XB", "-1", "1e9", "GB"]) func wrongSizes(text: String) async throws {
    let ran = try await run(["ask", Samples.movie, "What?", "--cache-disk", text])
    #expect(ran.code == 64 && ran.out.isEmpty)
    #expect(ran.error?.message.contains("such as 512MB") == true, "\(ran.err)")
  }

  @Test func anEmptyCache() async throws {
    #expect(try await run(["cache"]).out.hasPrefix("0 files, 0 bytes, of 0 clips"))
    let ran = try await Program.run(["cache"], environment: ["XDG_CACHE_HOME": "relative", "HOME": ""])
    #expect(ran.code == 1 && ran.error?.message.contains("XDG_CACHE_HOME") == true, "\(ran.err)")
  }
}
