import Foundation
import Testing

@testable import M3Report

/// Annotations, file names and answers are hostile: on the page they are text and nothing else.
@Suite struct EscapingTests {
  @Test(arguments: [
    ("plain", "plain"), ("a < b & c > d", "a &lt; b &amp; c &gt; d"), ("\"x\" 'y'", "&quot;x&quot; &#39;y&#39;"),
    ("</script>", "&lt;/script&gt;"), ("tab\tline\n", "tab\tline\n"),
    ("\0\u{1B}[2J\u{7F}", "\u{2400}\u{241B}[2J\u{2421}"),
    ("\r\n", "&#13;\n"), ("é 視 \u{1F600}", "é 視 \u{1F600}"),
  ])
  func escapes(text: String, html: String) { #expect(text.escapedForHTML == html) }

  @Test func jsonCannotEndItsElement() throws {
    let text = ScriptText.json([ReportFixture.hostile, "<!--<script>"])
    #expect(!text.contains("<"))
    #expect(try JSONDecoder().decode([String].self, from: Data(text.utf8)) == [ReportFixture.hostile, "<!--<script>"])
  }

  /// Where foreign text comes from.
  enum Place: String, CaseIterable {
    case run, task, model, setting, caveat, missing, headline, part, stage, fact, card, plan, type, note, column, key,
      clip,
      question, choice, answer, prediction, error, frames, training, curve, family, version

    func report(_ text: String) -> Report {
      var run = ReportFixture.evaluation()
      var sweep = ReportFixture.sweep
      var samples = ReportFixture.samples(4, pictures: ["AAAA"])
      var training = ReportFixture.training
      var comparison = PairedResult(
        first: 0, second: 1,
        lines: [.init(plan: "p", difference: Measure(0.1, count: 3), firstBetter: 1, secondBetter: 2)],
        notes: [])
      guard case .evaluation(var numbers) = run.numbers, case .sweep(var plans) = sweep.numbers else {
        return Report(version: text, runs: [])
      }
      switch self {
      case .run: run.name = text
      case .task: run.task = text
      case .model: run.model = text
      case .setting: run.setting = text
      case .caveat: run.caveats = [text]
      case .missing: run.missingClips = [text]
      case .headline: numbers.headlineName = text
      case .part: numbers.parts[0].name = text
      case .stage: run.stages[0].stage = text
      case .fact: run.facts = [Fact(text, text)]
      case .card: run.card = text
      case .plan:
        plans.plans[0].name = text
        comparison.lines[0].plan = text
      case .type: plans.types[0].type = text
      case .note:
        comparison.notes = [text]
        samples.notes = [text]
        training.notes = [text]
      case .column: samples.columns = [text]
      case .key: samples.questions[0].key = text
      case .clip: samples.questions[0].clip = text
      case .question: samples.questions[0].question = text
      case .choice: samples.questions[0].choices = [text]
      case .answer: samples.questions[0].answers = [text]
      case .prediction: samples.questions[0].replies[0]?.prediction = text
      case .error: samples.questions[0].replies[0]?.error = text
      case .frames: samples.frameSets[0].note = text
      case .training: training.name = text
      case .curve: training.stages[0].losses[0].name = text
      case .family: training.stages[0].accuracies[0].name = text
      case .version: break
      }
      run.numbers = .evaluation(numbers)
      sweep.numbers = .sweep(plans)
      return Report(
        version: self == .version ? text : "0", runs: [run, sweep], comparisons: [comparison], samples: samples,
        trainings: [training])
    }
  }

  private static let words = ["<script", "</script", "<img", "<!--", "<svg", "<section"]

  private static func counts(_ html: String) -> [Int] { words.map { html.components(separatedBy: $0).count - 1 } }

  private static let usual = counts(Place.run.report("quiet").html())

  @Test(arguments: Place.allCases)
  func hostileTextIsText(place: Place) {
    let html = place.report(ReportFixture.hostile).html()
    #expect(Self.counts(html) == Self.usual)
    #expect(html.contains("&lt;/script&gt;") || html.contains("\\u003c/script>") || html.contains("&lt;/scr"))
  }
}
