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
    try await calibrate { for index in $0.models.indices { $0.models[index].stepSecondsPerLayer = 1 } }
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
  @Test(arguments: ["processor", "kernels", "threads", "schema", "nonsense", "empty", "first version"])
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
    if what == "first version" { try folder.write("m3-video/calibration.json", Self.firstVersion) }
    let ran = try await run(["plan", Samples.movie])
    #expect(ran.code == 0 && ran.out.contains("a guess: "), "\(ran.out)")
    if ["processor", "kernels", "threads"].contains(what) { #expect(ran.out.contains("of other \(what)")) }
    if ["nonsense", "empty"].contains(what) { #expect(ran.out.contains("calibration.json is no calibration;")) }
    if what == "schema" { #expect(ran.out.contains("layout 3, this version reads 2")) }
    if what == "first version" { #expect(ran.out.contains("layout 1, this version reads 2")) }
    let cost = try await run(["cost", "--device", "this"])
    #expect(cost.code == 1 && cost.error?.hint == "run `m3-video bench`", "\(cost.err)")
  }

  /// What version 0.1 kept, when one precision was all there was.
  private static let firstVersion = """
    {"attention": [{"rate": 33e9, "width": 32}, {"rate": 58e9, "width": 128}], "cache_bytes_per_second": 9e9,
     "crop_seconds_per_pixel": 2e-9, "decode_bytes_per_second": 11e9, "decode_seconds_per_layer": 6e-5,
     "is_guess": false, "machine": {"kernels": "avx2", "processor": "x", "threads": 2, "version": "0.1.0"},
     "memory_bytes_per_second": 15e9, "peak_operations_per_second": 105e9, "prefill": [{"rate": 7e10, "width": 4096}],
     "read_seconds_per_frame": 1e-4, "read_seconds_per_pixel": 2e-8, "schema": 1,
     "vision": [{"rate": 7e10, "width": 1024}], "weights": [{"rate": 1e10, "width": 4096}]}
    """

  /// A forecast is of the weights, keys and values that the command would use, and says when they were not measured.
  @Test(arguments: [
    ([], "float32", "float32", []), (["--precision", "int4"], "int4", "float16", ["int4"]),
    (["--precision", "int8", "--kv-type", "int8"], "int8", "int8", ["int8"]),
    (["--kv-type", "float16"], "float32", "float16", []),
  ]) func precisions(words: [String], weights: String, keyValues: String, unmeasured: [String]) async throws {
    try await calibrate {
      $0.models.append($0.models[0])
      $0.models[2].precision = "int8"
      $0.models[2].bytesPerWeight = 1.0625
      $0.attention.append($0.attention[0])
      $0.attention[2].type = "float16"
      $0.attention[2].bytesPerNumber = 2
    }
    let ran = try await run(["plan", Samples.movie] + words)
    #expect(ran.out.contains("of memory\nwith \(weights) weights, \(keyValues) keys and values\n"), "\(ran.out)")
    #expect(ran.out.split(separator: "\n").count { $0.hasPrefix("a guess: ") } == unmeasured.count, "\(ran.out)")
    for name in unmeasured {
      let flag = words.contains("--kv-type") ? "--kv-type" : "--precision"
      #expect(ran.out.contains("run `m3-video bench \(flag) \(name)`"), "\(ran.out)")
    }
    let forecast = try await run(["plan", Samples.movie, "--json"] + words).object()["forecast"] as? [String: Any]
    #expect(forecast?["is_guess"] as? Bool == !unmeasured.isEmpty)
  }

  /// Packed weights of another type than is wished for are refused by a forecast as by an answer.
  @Test func packedModels() async throws {
    let path = folder.path("int8")
    let made = try await run(["model", "quantize", Goldens.path("llava15"), "-o", path, "--type", "int8"])
    #expect(made.code == 0, "\(made.err)")
    #expect(try await run(["plan", Samples.movie, "--model", path]).out.contains("with int8 weights, float16 keys"))
    for command in [["plan", Samples.movie], ["cost", "--device", "this"]] {
      try await calibrate()
      let ran = try await run(command + ["--model", path, "--precision", "int4"])
      #expect(ran.code == 1 && ran.out.isEmpty && ran.error?.message.contains("int8") == true, "\(ran.err)")
    }
  }

  /// Rates of a precision are that precision's: int4's steps are as slow as they were measured.
  @Test func ratesOfAPrecision() async throws {
    try await calibrate {
      $0.models.append($0.models[0])
      $0.models[2].precision = "int4"
      $0.models[2].stepSecondsPerLayer = 1
    }
    func decode(_ words: [String]) async throws -> Double {
      let forecast = try await run(["plan", Samples.movie, "--json"] + words).object()["forecast"] as? [String: Any]
      return try #require((forecast?["seconds"] as? [String: Any])?["decode"] as? Double)
    }
    #expect(try await decode(["--precision", "int4"]) > 100)
    #expect(try await decode([]) < 1)
    // A bound holds the plan of the same precision.
    let ran = try await run(["plan", Samples.movie, "--max-seconds", "100", "--precision", "int4"])
    #expect(ran.code == 1 && ran.error?.message.hasPrefix("the plan is expected to take ") == true, "\(ran.err)")
    let asked = try await run([
      "ask", Samples.movie, "What?", "--max-seconds", "100", "--precision", "int4", "--max-tokens", "1",
    ])
    #expect(asked.code == 1 && asked.error?.message.hasPrefix("the plan is expected to take ") == true)
  }

  @Test func boundsBuyFewerFrames() async throws {
    // A crop takes a second, all else nothing.
    let free = try await run(["plan", Samples.movie, "--json"]).object()
    try await calibrate { for index in $0.models.indices { $0.models[index].vision = 2.8e8 } }
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
    let held = try #require(times[0]["held"] as? [String: Any])
    #expect(held["precision"] as? String == "int8" && held["key_values"] as? String == "float16")
    // 7 billion weights of 8.5 bits.
    let bytes = try #require(held["bytes"] as? Double)
    #expect(bytes > 7.1e9 && bytes < 9.5e9)
    let text = try await run(["cost", "--device", "this", "--frames", "5"])
    #expect(text.out.contains("On this machine: int8 weights, float16 keys and values; "), "\(text.out)")
    let unmeasured = try await run(["cost", "--device", "this", "--precision", "int4"])
    #expect(unmeasured.code == 1 && unmeasured.error?.hint == "run `m3-video bench --precision int4`")
    let keys = try await run(["cost", "--device", "this", "--kv-type", "int8"])
    #expect(keys.code == 1 && keys.error?.hint == "run `m3-video bench --kv-type int8`", "\(keys.err)")
  }

  @Test(arguments: [
    ["plan", Samples.movie, "--max-seconds", "0"], ["plan", Samples.movie, "--max-seconds", "nan"],
    ["plan", Samples.movie, "--max-memory", "0"], ["bench", "--repeats", "0"], ["bench", "--threads", "0"],
    ["bench", "--model", "x"], ["bench", "--plot", "x.svg"], ["bench", "--full", "--growth"],
    ["bench", "--precision", "auto"],
    ["bench", "--precision", "int4,int4"], ["bench", "--precision", "int3"], ["bench", "--precision", ""],
    ["bench", "--kv-type", "int4"], ["bench", "--growth", "--precision", "int4"],
    ["bench", "--growth", "--kv-type", "int8"], ["cost", "--precision", "int4"],
    ["cost", "--device", "A100", "--kv-type", "int8"], ["cost", "--device", "this", "--precision", "int3"],
    ["plan", Samples.movie, "--precision", "int3"],
  ]) func wrongUsage(words: [String]) async throws {
    let ran = try await run(words)
    #expect(ran.code == 64 && ran.out.isEmpty, "\(ran.err)")
  }
}
