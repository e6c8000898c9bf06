/// What was run, at the end of the page.
struct Provenance {
  /// More of run.json than this stays on the disk.
  static let longestCard = 64 << 10

  let report: Report

  var section: Section {
    let blocks = report.runs.enumerated().map { place, run in
      Markup.joined([
        report.runs.count > 1 ? .element("h3", report.name(place)) : .nothing,
        .element(
          "dl", [:],
          run.facts.flatMap { [Markup.element("dt", $0.name), .element("dd", ["class": "foreign"], $0.value)] }),
        Section.folded("run.json", .element("pre", [:], card(run.card))),
      ])
    }
    return Section(id: "provenance", short: "What was run", title: "What was run", content: blocks)
  }

  private func card(_ text: String) -> String {
    guard text.utf8.count > Self.longestCard else { return text }
    return text.clipped(to: Self.longestCard) + "\n(cut: the file has \(NumberText.count(text.utf8.count)) bytes)"
  }
}
