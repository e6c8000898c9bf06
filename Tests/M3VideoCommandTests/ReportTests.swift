import Foundation
import M3TestSupport
import Testing

/// `report` and `export` on runs that the program itself makes.
@Suite struct ReportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func ok(_ words: String...) async throws -> Program.Ran {
    let ran = try await Program.run(words, directory: folder.path)
    #expect(ran.code == 0, "\(words): \(ran.err)")
    return ran
  }

  private func text(_ name: String) throws -> String { try String(contentsOfFile: folder.path(name), encoding: .utf8) }

  @Test func runsSweepsAndTrainingsBecomePages() async throws {
    _ = try await ok("world", "--split", "test", "--count", "2", "-o", "world")
    let shared = ["generic", "--annotations", "world", "--limit", "30", "--max-tokens", "1", "--quiet"]
    func run(_ words: [String]) async throws {
      let ran = try await Program.run(words, directory: folder.path)
      #expect(ran.code == 0, "\(ran.err)")
    }
    try await run(["eval"] + shared + ["--frames", "4", "--scale", "9", "-o", "run"])
    try await run(["eval"] + shared + ["--frames", "4", "--scale", "9", "--reduction", "spatial", "-o", "other"])
    try await run(["sweep"] + shared + ["--scales", "1,9", "--frames", "1,2", "--budget", "18", "-o", "sweep"])
    try folder.write(
      "training/train.jsonl",
      "{\"accuracies\":{\"count\":{\"2x9\":{\"right\":1,\"asked\":4}}},\"crops\":8,\"isHeldOut\":true,\"loss\":2.5,\"losses\":{\"2x9\":2.5},\"seconds\":1,\"stage\":\"clips\",\"step\":1,\"tokens\":40}\n"
    )

    _ = try await ok("report", "run", "--samples", "7", "--thumbnails", "3", "-o", "run.html", "--quiet")
    let page = try text("run.html")
    #expect(page.contains("30 questions on 2 clips, answered by m3-tiny"))
    #expect(page.contains("7 questions, spread evenly over the run (--samples 7)."))
    #expect(page.contains("Up to 3 frames with each answer (--thumbnails 3)"))
    #expect(page.contains("\"seen\"") == false && page.contains("\"n\":4") && page.contains("/9j/"))

    // The same folders make the same page, and nothing but the page is left behind.
    let again = try await ok("report", "run", "--samples", "7", "--thumbnails", "3", "-o", "again.html")
    #expect(try text("again.html") == page && again.out.isEmpty && again.err.contains("again.html: "))
    #expect(try folder.names() == ["again.html", "other", "run", "run.html", "sweep", "training", "world"])

    _ = try await ok("report", "run", "other", "sweep", "training", "-o", "all.html")
    let all = try text("all.html")
    for words in [
      "B: other minus A: run", "spatial pooling", "Frames against scale", "The oracle", "Training training",
      "paired difference",
    ] { #expect(all.contains(words), "\(words)") }

    // Clips and annotations that have gone are told of.
    try FileManager.default.removeItem(atPath: folder.path("world/clips"))
    _ = try await ok("report", "run", "-o", "run.html")
    #expect(try text("run.html").contains("there is no file for this clip"))
    try FileManager.default.removeItem(atPath: folder.path("world"))
    _ = try await ok("report", "run", "-o", "run.html")
    #expect(try text("run.html").contains("so the words of questions are not at hand"))
    let csv = try await ok("export", "run", "--format", "csv")
    #expect(csv.out.split(separator: "\r\n").count == 31 && csv.err.contains("warning: "))
    _ = try await ok("export", "run", "--format", "jsonl", "-o", "run.jsonl")
    #expect(try text("run.jsonl").split(separator: "\n").count == 30)
  }

  @Test func whatCannotBeIsSaid() async throws {
    try folder.write("broken/run.json", "{}")
    for (words, message) in [
      (["report", "nowhere", "-o", "x.html"], "nowhere is no run: it has no run.json"),
      (["report", "broken", "-o", "x.html"], "broken is no run: its run.json is damaged"),
      (["report", "broken", "-o", "."], ". cannot be written: Is a directory"),
      (["report", "broken", "-o", "no/such/x.html"], "no/such/x.html cannot be written: No such file or directory"),
      (["export", "nowhere", "--format", "csv"], "nowhere is no run: it has no run.json"),
    ] {
      let ran = try await Program.run(words, directory: folder.path)
      #expect(ran.code == 1 && ran.error?.message == message, "\(ran.err)")
    }
    #expect(try folder.names() == ["broken"], "no half a page is left behind")
    for words in [
      ["report"], ["report", "x"], ["report", "x", "-o", "y", "--samples", "-1"], ["export", "x", "--format", "xml"],
    ] {
      #expect(try await Program.run(words, directory: folder.path).code == 64, "\(words)")
    }
  }
}
