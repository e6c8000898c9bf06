import M3TestSupport
import Testing

/// Wrong usage: exit code 64, an error in the program's own form, nothing on standard output.
@Suite struct UsageTests {
  static let movie = Samples.movie

  @Test(arguments: [
    (["frobnicate"], "unexpected argument 'frobnicate'"),
    (["ask"], "missing expected argument '<clip> ... <question> ...'"),
    (["ask", movie], "a clip and a question are needed, the question last"),
    (["ask", movie, movie], "the question is missing: the last word, \(movie), is a file"),
    (
      ["ask", "what happens?", movie],
      "the question stands last, after the clip; here the last word, \(movie), is a file"
    ),
    (
      ["ask", movie, "second.MP4"],
      "the question is missing: the last word, second.MP4, looks like the name of a file, and there is none"
    ),
    (["ask", movie, "x", "--bugdet", "5"], "unknown option '--bugdet'; did you mean '--budget'?"),
    (["ask", movie, "x", "--budget"], "missing value for '--budget <tokens>'"),
    (
      ["ask", movie, "x", "--budget", "abc"],
      "the value 'abc' is invalid for '--budget <tokens>': 'abc' is not a whole number"
    ),
    (
      ["ask", movie, "x", "--budget", "0"],
      "the value '0' is invalid for '--budget <tokens>': a budget of 0 visual tokens cannot hold anything"
    ),
    (
      ["ask", movie, "x", "--budget", "-5"],
      "the value '-5' is invalid for '--budget <tokens>': a budget of -5 visual tokens cannot hold anything"
    ),
    (
      ["ask", movie, "x", "--budget", "1e3"],
      "the value '1e3' is invalid for '--budget <tokens>': '1e3' is not a whole number"
    ),
    (
      ["ask", movie, "x", "--frames", "0"],
      "the value '0' is invalid for '--frames <count>': at least 1 is needed, found 0"
    ),
    (
      ["ask", movie, "x", "--frames", "-1"],
      "the value '-1' is invalid for '--frames <count>': at least 1 is needed, found -1"
    ),
    (
      ["ask", movie, "x", "--scale", "25"],
      "the value '25' is invalid for '--scale <tokens>': 25 is not a scale: a crop can be 1, 4, 9, 16, 36, 64, 144, 576 tokens"
    ),
    (
      ["plan", movie, "--scale", "-1"],
      "the value '-1' is invalid for '--scale <tokens>': -1 is not a scale: a crop can be 1, 4, 9, 16, 36, 64, 144, 576 tokens"
    ),
    (
      ["ask", movie, "x", "--layout", "mosaic"],
      "the value 'mosaic' is invalid for '--layout <layout>'; it can be 'stream' and 'grid'"
    ),
    (["ask", movie, "x", "--choice", "a"], "one --choice is no choice; give two or more"),
    (["ask", movie, "x", "--max-tokens", "0"], "--max-tokens is at least 1, found 0"),
    (["ask", movie, "x", "--temperature", "-1"], "--temperature is 0 or more, found -1.0"),
    (["ask", movie, "x", "--temperature", "nan"], "--temperature is 0 or more, found nan"),
    (["ask", movie, "x", "--top-p", "0.5"], "--top-p has no effect on a greedy answer; give a --temperature above 0"),
    (["ask", movie, "x", "--temperature", "1", "--top-p", "0"], "--top-p is above 0 and at most 1, found 0.0"),
    (["ask", movie, "x", "--threads", "0"], "--threads is at least 1, found 0"),
    (
      ["ask", movie, "x", "--plan", "p.json", "--frames", "3"],
      "--plan says which frames, scales and layout; leave out --frames, --scale and --layout"
    ),
    (["frames", movie], "say where the pictures go with -o DIR, or ask for a list with --json"),
    (["frames", movie, "--json", "--frames", "0"], "at least one frame is needed, found 0"),
    (["world"], "missing expected argument '--output <dir>'"),
    (["doctor", "now"], "unexpected argument 'now'"),
    (["model", "push"], "unexpected argument 'push'"),
    (["ask", movie, "x", "--\u{1B}[31m"], "unknown option '--\\u{1B}[31m'"),
  ]) func refused(words: [String], message: String) async throws {
    let ran = try await Program.run(words)
    #expect(ran.code == 64 && ran.out.isEmpty, "\(ran.status)")
    let error = try #require(ran.error, "\(ran.err)")
    #expect(error.message == message)
    #expect(error.hint?.hasPrefix("use it as `m3-video") == true, "\(ran.err)")
    #expect(error.hint?.hasSuffix("--help` says more") == true, "\(ran.err)")
    #expect(ran.err.hasPrefix("error: ") && !ran.err.contains("\u{1B}"))
  }

  /// Counts that are not wrong, only larger than anything there is.
  @Test func hugeCounts() async throws {
    let most = "\(Int.max)"
    let plan = try await Program.run(["plan", Self.movie, "--budget", most, "--frames", most, "--json"])
    #expect(plan.code == 0, "\(plan.err)")
    #expect(try (plan.object()["frames"] as? [Any])?.count == 96)
    let ask = try await Program.run(["ask", Self.movie, "x", "--budget", most])
    #expect(ask.code == 1 && ask.out.isEmpty)
    #expect(ask.error?.message.hasPrefix("55296 visual + ") == true, "\(ask.err)")
    let tokens = try await Program.run(["ask", Self.movie, "x", "--max-tokens", most])
    #expect(tokens.code == 1 && tokens.error != nil, "\(tokens.err)")
    let frames = try await Program.run(["frames", Self.movie, "--frames", most, "--json"])
    #expect(frames.code == 0, "\(frames.err)")
  }

  /// Names with spaces, and names that begin like an option.
  @Test func oddNames() async throws {
    let folder = try TemporaryFolder()
    for name in ["two  words.mp4", "-dash.mp4", "http:colon.mp4", "pattern-%03d.mp4"] {
      try folder.copy(Samples.movie, as: name)
      let ran = try await Program.run(
        ["frames", "--frames", "1", "--json", "--", name], directory: folder.path)
      #expect(ran.code == 0, "\(ran.err)")
    }
  }
}
