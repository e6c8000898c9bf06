import Testing

/// What the help of each command lists.
@Suite struct HelpTests {
  private static let planning = [
    "--budget", "--frames", "--scale", "--layout", "--sampling", "--plan", "--model", "--fit",
  ]

  @Test(arguments: [
    (["--help"], ["ask", "plan", "frames", "model", "world", "bench", "cache", "doctor", "--version", "--help"]),
    (
      ["ask", "--help"],
      planning + [
        "--choice", "--parser", "--template", "--system", "--reduction", "--max-tokens", "--temperature", "--top-p",
        "--seed", "--threads", "--json", "--quiet", "`-` reads it", "1, 4, 9, 16, 36, 64, 144, 576", "2880",
        "vicuna_v1",
        "igvlm_7b", "average, spatial, sequential", "--precision", "--kv-type", "auto, float32, bfloat16, int8, int4",
        "--max-seconds", "--max-memory", "--cache-memory", "--cache-disk", "4GB",
      ]
    ),
    (["plan", "--help"], planning + ["--json", "--max-seconds", "--max-memory", "--precision", "--kv-type"]),
    (
      ["bench", "--help"],
      ["--full", "--growth", "--plot", "--precision", "--kv-type", "default: int8", "--repeats", "--threads", "--json"]
    ),
    (["cost", "--help"], ["--preset", "--device", "--precision", "--kv-type", "--json"]),
    (["cache", "--help"], ["clear", "XDG_CACHE_HOME", "4GB"]),
    (
      ["frames", "--help"],
      ["--frames", "--sampling", "--layout", "--crops", "--model", "--fit", "-o, --output", "--json"]
    ),
    (["model", "--help"], ["info", "quantize", "compare"]), (["model", "info", "--help"], ["<folder>", "--json"]),
    (["model", "quantize", "--help"], ["<folder>", "-o, --output", "--type", "int8, int4", "--json"]),
    (["world", "--help"], ["--split", "--count", "--timings", "-o, --output", "--json"]),
    (
      ["report", "--help"],
      ["<run>", "-o, --output", "--samples", "--thumbnails", "--annotations", "--videos", "--quiet"]
    ),
    (["export", "--help"], ["--format", "csv, jsonl or lmms-eval", "--plan", "--annotations", "-o, --output"]),
    (["doctor", "--help"], ["--json", "M3_CPU"]), (["help", "ask"], ["--budget"]),
  ]) func lists(words: [String], wanted: [String]) async throws {
    let ran = try await Program.run(words)
    #expect(ran.code == 0 && ran.err.isEmpty)
    // Lines are broken anywhere, so spaces are compared loosely.
    let text = ran.out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for word in wanted { #expect(text.contains(word), "\(word)") }
    #expect(ran.out.split(separator: "\n").allSatisfy { $0.count <= 80 }, "fits a terminal of 80 columns")
  }

  @Test func version() async throws {
    let ran = try await Program.run(["--version"])
    #expect(ran.code == 0)
    #expect(ran.out.wholeMatch(of: /m3-video \d+\.\d+\.\d+ \(libavformat [\d.]+, libavcodec [\d.]+, .*\)\n/) != nil)
  }
}
