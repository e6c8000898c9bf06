import Foundation
import M3TestSupport
import Testing

/// `m3-video plan`: the table, the choice, and why.
@Suite struct PlanTests {
  @Test func table() async throws {
    let ran = try await Program.run(["plan", Samples.movie, "--budget", "2880"])
    #expect(ran.code == 0 && ran.err.isEmpty)
    let lines = ran.out.split(separator: "\n").map(String.init)
    #expect(lines[0].hasSuffix("first.mp4: 96 frames, 8 s, 192 x 192, h264"))
    for title in ["layout", "frames", "scale", "tokens", "nominal", "s between", "vision FLOPs", "prefill FLOPs"] {
      #expect(lines[1].contains(title))
    }
    // A row for each trained scale of each layout, all of the same width; one is chosen.
    let rows = lines.filter { $0.contains(" stream ") || $0.contains(" grid ") }.filter {
      !$0.contains("visual tokens")
    }
    #expect(rows.count == 10)
    #expect(Set(rows.map(\.count)) == [lines[1].count])
    let chosen = rows.filter { $0.hasPrefix("*") }
    #expect(chosen.count == 1 && chosen[0].contains("20   144   2880"), "\(chosen)")
    let choice = lines.first { $0.hasPrefix("* ") && $0.contains("visual tokens") }
    #expect(choice?.contains("2880 of 2880 visual tokens; the finest scale that looks once a second") == true)
    // Every row keeps to the budget.
    for row in rows {
      let numbers = row.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
      #expect(numbers[2] <= 2880, "\(row)")
    }
  }

  @Test(arguments: [
    ("1", ["--frames", "2"], 2), ("100", ["--frames", "3", "--scale", "36"], 108), ("8", ["--scale", "9"], 9),
    ("6", ["--layout", "grid", "--frames", "1"], 7),
  ]) func smallBudgets(budget: String, words: [String], smallest: Int) async throws {
    let ran = try await Program.run(
      ["plan", Samples.wide("llavanext"), Samples.wide("llavanext"), Samples.wide("llavanext"), "--budget", budget]
        + words + ["--model", Goldens.path("llavanext")])
    #expect(ran.code == 1 && ran.out.isEmpty)
    let error = try #require(ran.error)
    #expect(error.message.contains("a budget of \(budget) visual tokens cannot hold"))
    #expect(error.message.hasSuffix("the smallest that can is \(smallest)"), "\(error.message)")
    #expect(error.hint?.contains("--budget \(smallest)") == true)
  }

  /// A printed plan reads back as itself.
  @Test func roundTrip() async throws {
    let folder = try TemporaryFolder()
    let first = try await Program.run(["plan", Samples.movie, "--budget", "300", "--json"])
    let file = try folder.write("plan.json", first.out)
    let second = try await Program.run(["plan", Samples.movie, "--budget", "300", "--plan", file, "--json"])
    var (a, b) = (try first.object(), try second.object())
    #expect(b.removeValue(forKey: "reason") as? String == "read from a file")
    a.removeValue(forKey: "reason")
    #expect(a as NSDictionary == b as NSDictionary)
    #expect(a["schema"] as? Int == 1)
  }

  @Test(arguments: [
    ("{", "not valid JSON"), ("[]", "wrong type"), (#"{"frames": []}"#, "no frames"),
    (#"{"layout": "stream"}"#, "frames"),
    (#"{"frames": [{"time": 1, "scale": 5}]}"#, "1, 4, 9, 16, 36, 64, 144, 576"),
    (#"{"frames": [{"time": 99, "scale": 1}]}"#, "99"), (#"{"frames": [{"index": 96, "scale": 1}]}"#, "0 to 95"),
    (#"{"frames": [{"scale": 1}]}"#, "neither"), (#"{"schema": 7, "frames": [{"time": 1, "scale": 1}]}"#, "schema 7"),
    (#"{"layout": "grid", "frames": [{"time": 1, "scale": 1}, {"time": 2, "scale": 9}]}"#, "mixes 1, 9"),
    (#"{"frames": [{"time": 1, "scale": 576}]}"#, "576 visual tokens, the budget is 100"),
  ]) func brokenPlans(text: String, cause: String) async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("plan.json", text)
    let ran = try await Program.run(["plan", Samples.movie, "--budget", "100", "--plan", file])
    #expect(ran.code == 1 && ran.out.isEmpty)
    #expect(ran.error?.message.contains(cause) == true, "\(ran.err)")
  }

  @Test func missingPlans() async throws {
    for (file, cause) in [
      ("/nowhere/plan.json", "/nowhere/plan.json"), ("/", "not a regular file"), ("/dev/zero", "not a regular file"),
    ] {
      let ran = try await Program.run(["plan", Samples.movie, "--plan", file])
      #expect(ran.code == 1 && ran.error?.message.contains(cause) == true, "\(ran.err)")
    }
  }
}
