import Foundation
import M3Core
import M3Planner
import M3TestSupport
import Testing

/// What plans are expected to take, and how that bounds them.
@Suite struct ForecastTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ words: [String]) async throws -> Program.Ran {
    try await Program.run(words, environment: ["XDG_CACHE_HOME": folder.path])
  }

  /// The calibration that a guess on this machine is, as if it had been measured.
  private func calibrate(_ change: (inout Calibration) -> Void = { _ in }) async throws {
    let doctor = try await run(["doctor", "--json"]).object()
    let name = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      .split(separator: "\n").first { $0.hasPrefix("model name") }
      .map { $0.drop { $0 != ":" }.dropFirst().trimmingCharacters(in: .whitespaces) }
    var calibration = Calibration.guess(
      .init(
        processor: name ?? "unknown", kernels: try #require(doctor["processor_level"] as? String),
        threads: try #require(doctor["threads"] as? Int), version: "0"))
    calibration.isGuess = false
    change(&calibration)
    try FileManager.default.createDirectory(atPath: folder.path("m3-video"), withIntermediateDirectories: true)
    try folder.write("m3-video/calibration.json", JSONEncoder.m3.encode(calibration))
  }

  @Test func withoutAMeasurementItIsAGuess() async throws {
    let ran = try await run(["plan", Samples.movie])
    #expect(ran.code == 0)
    #expect(ran.out.contains("expected here: "))
    #expect(ran.out.hasSuffix("a guess: this machine has not been measured; run `m3-video bench`\n"), "\(ran.out)")
    let forecast = try await run(["plan", Samples.movie, "--json"]).object()["forecast"] as? [String: Any]
    #expect(forecast?["is_guess"] as? Bool == true)
  }

  @Test func aMeasurementIsUsed() async throws {
    try await calibrate { $0.decodeSecondsPerLayer = 1 }
    let ran = try await run(["plan", Samples.movie])
    #expect(!ran.out.contains("a guess") && ran.out.contains("expected here: "))
    let forecast = try #require(
      try await run(["plan", Samples.movie, "--json"]).object()["forecast"] as? [String: Any])
    #expect(forecast["is_guess"] as? Bool == false)
    let seconds = try #require((forecast["seconds"] as? [String: Any])?["decode"] as? Double)
    // 32 tokens through all layers, a second each.
    #expect(seconds >= 32 && seconds.truncatingRemainder(dividingBy: 32) < 1)
    #expect(try #require(forecast["bytes"] as? Double) > 1e7)
  }

  /// A measurement of something else says nothing here.
  @Test(arguments: ["processor", "kernels", "threads", "schema", "nonsense", "empty"])
  func othersMeasurements(what: String) async throws {
    try await calibrate { calibration in
      switch what {
      case "processor": calibration.machine.processor = "another"
      case "kernels": calibration.machine.kernels = "another"
      case "threads": calibration.machine.threads += 1
      case "schema": calibration.schema += 1
      case "nonsense": calibration.memoryBytesPerSecond = -1
      default: break
      }
    }
    if what == "empty" { try folder.write("m3-video/calibration.json", "") }
    let ran = try await run(["plan", Samples.movie])
    #expect(ran.code == 0 && ran.out.contains("a guess: "), "\(ran.out)")
    if ["processor", "kernels", "threads"].contains(what) { #expect(ran.out.contains("of other \(what)")) }
    let cost = try await run(["cost", "--device", "this"])
    #expect(cost.code == 1 && cost.error?.hint == "run `m3-video bench`", "\(cost.err)")
  }

  @Test func boundsBuyFewerFrames() async throws {
    // A crop takes a second, all else nothing.
    let free = try await run(["plan", Samples.movie, "--json"]).object()
    try await calibrate { $0.vision = [.init(width: 1, rate: 2.8e8)] }
    let words = ["plan", Samples.movie, "--json", "--max-seconds"]
    let few = try await run(words + ["5"]).object()
    let crops = try #require(few["crops"] as? Int)
    let all = try #require(free["crops"] as? Int)
    #expect(crops >= 1 && crops < all)
    let forecast = try #require(few["forecast"] as? [String: Any])
    #expect(try #require((forecast["seconds"] as? [String: Any])?["total"] as? Double) <= 5)
    let none = try await run(words + ["0.01"])
    #expect(none.code == 1 && none.error?.message.hasPrefix("the plan is expected to take ") == true, "\(none.err)")
    let asked = try await run([
      "ask", Samples.movie, "What?", "--max-seconds", "5", "--max-tokens", "1", "--json",
    ])
    let answer = try JSONDecoder.m3.decode(Answer.self, from: Data(asked.out.utf8))
    #expect(answer.frames.count == crops)
  }

  @Test func memoryBounds() async throws {
    let ran = try await run(["ask", Samples.movie, "What?", "--max-memory", "1MB"])
    #expect(ran.code == 1 && ran.error?.message.contains("MB of memory") == true, "\(ran.err)")
    #expect(try await run(["plan", Samples.movie, "--max-memory", "64GB"]).code == 0)
  }

  @Test func costsOfThisMachine() async throws {
    try await calibrate()
    let ran = try await run(["cost", "--device", "this", "--frames", "5", "--json"])
    let times = try #require(try ran.object()["times"] as? [[String: Any]])
    #expect(times.count == 1 && times[0]["device"] as? String == "this machine")
    #expect(try #require(times[0]["vision_seconds"] as? Double) > 0)
  }

  @Test(arguments: [
    ["plan", Samples.movie, "--max-seconds", "0"], ["plan", Samples.movie, "--max-seconds", "nan"],
    ["plan", Samples.movie, "--max-memory", "0"], ["bench", "--repeats", "0"], ["bench", "--threads", "0"],
    ["bench", "--model", "x"], ["bench", "--full", "--growth"],
  ]) func wrongUsage(words: [String]) async throws {
    let ran = try await run(words)
    #expect(ran.code == 64 && ran.out.isEmpty, "\(ran.err)")
  }
}
