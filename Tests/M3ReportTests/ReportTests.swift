import Crypto
import Foundation
import Testing

@testable import M3Report

/// The page as a whole.
@Suite struct ReportTests {
  private func report() -> Report {
    Report(
      version: "1", runs: [ReportFixture.evaluation(missing: ["v3", "v7"]), ReportFixture.sweep],
      samples: ReportFixture.samples(), trainings: [ReportFixture.training])
  }

  @Test func theSameReportIsTheSameText() { #expect(report().html() == report().html()) }

  @Test func theFileNeedsNothingElse() throws {
    let html = report().html()
    for word in ["http://", "https://", "//cdn", "@import", "url(", "<link", "src=\"", "<iframe"] {
      #expect(!html.contains(word), "\(word)")
    }
    // The one script that may run is the one that is there.
    let script = try #require(html.components(separatedBy: "<script>").last?.components(separatedBy: "</script>").first)
    let hash = Data(SHA256.hash(data: Data(script.utf8))).base64EncodedString()
    #expect(html.contains("script-src &#39;sha256-\(hash)&#39;"))
    #expect(html.contains("default-src &#39;none&#39;"))
  }

  @Test func missingClipsStandWithTheNumber() throws {
    let html = Report(version: "1", runs: [ReportFixture.evaluation(missing: ["v3", "v7"])]).html()
    let head = try #require(html.components(separatedBy: "</header>").first)
    #expect(head.contains("42.0<span>\u{202F}%</span>"))
    #expect(head.contains("95 % interval 38.0 to 45.6; 2 of 24 clips missing"))
    #expect(head.contains("2 missing clips leave 20 questions without an answer"))
    #expect(head.contains("v3, v7"))
  }

  @Test func aJudgesNumbersStandBesideTheHeadline() {
    var run = ReportFixture.evaluation()
    guard case .evaluation(var numbers) = run.numbers else { return }
    numbers.further = [
      .init(
        name: "yes, judged by x", measure: Measure(0.5, low: 0.4, high: 0.6, count: 9), unit: .share,
        remark: "3 to come"),
      .init(name: "score", measure: Measure(3.25, count: 9), unit: .plain),
    ]
    run.numbers = .evaluation(numbers)
    let html = Report(version: "1", runs: [run]).html()
    #expect(html.contains("yes, judged by x") && html.contains("[40.0, 60.0]; 3 to come") && html.contains(">3.3<"))
  }

  @Test func aSweepShowsAllItsParts() {
    let html = Report(version: "1", runs: [ReportFixture.sweep]).html()
    for text in [
      "best single plan, maxx36 in 2880", "Frames against scale", "Accuracy against tokens", "The oracle",
      "by chance alone +5.0", "How much the questions need", "count flashes", "Where the time went", "run.json",
    ] { #expect(html.contains(text), "\(text)") }
  }

  @Test func thousandsOfPartsStayBounded() {
    var run = ReportFixture.evaluation()
    run.numbers = .evaluation(
      EvaluationResult(
        headlineName: "accuracy", headline: ReportFixture.measure(0.5), unit: .share,
        parts: (0..<10_000).map { .init(name: "type \($0)", measure: ReportFixture.measure(0.5)) }, unparsed: 0,
        failed: 0))
    run.missingClips = (0..<10_000).map { "clip-\($0)" }
    run.card = String(repeating: "x", count: 1 << 20)
    let html = Report(version: "1", runs: [run]).html()
    #expect(html.utf8.count < 2_000_000, "\(html.utf8.count)")
    #expect(html.contains("The first 40 of 10000 parts are drawn."))
    #expect(html.contains("and 9,800 more, all in run.json"))
  }

  /// Nothing to show is said, not drawn.
  @Test func emptyResultsMakeAPage() {
    let nothing = ReportFixture.run("x", .nothing)
    let html = Report(
      version: "1", runs: [nothing],
      samples: SampleSet(columns: ["x"], questions: [], total: 0, notes: []),
      trainings: [TrainingResult(name: "t", stages: [], notes: ["the log holds no step yet"])]
    ).html()
    #expect(html.contains("nothing to score") && html.contains("the log holds no step yet"))
  }
}
