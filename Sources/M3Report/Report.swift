/// Everything that a page tells: runs, how they compare, questions to browse, trainings.
///
/// `html` is one file that needs nothing else: styles, script, charts and pictures are inside, and its security policy
/// forbids it to load or to run anything that is not. The same report is the same text, byte for byte.
public struct Report: Equatable, Sendable {
  /// Of the program that makes the page.
  public var version: String
  public var runs: [RunResult]
  public var comparisons: [PairedResult]
  public var samples: SampleSet?
  public var trainings: [TrainingResult]

  public init(
    version: String, runs: [RunResult], comparisons: [PairedResult] = [], samples: SampleSet? = nil,
    trainings: [TrainingResult] = []
  ) {
    self.version = version
    self.runs = runs
    self.comparisons = comparisons
    self.samples = samples
    self.trainings = trainings
  }

  /// The page, in UTF-8.
  public func html() -> String {
    let sections = sections
    let script = PageFile.script
    let body = Markup.joined([
      Masthead(report: self).markup,
      navigation(sections),
      .element("main", [:], sections.map(\.markup)),
      .element("footer", [:], "made by m3-video \(version)"),
      .element("div", ["id": "tip", "role": "status", "hidden": ""]),
      .element("script", [:], .verbatim(script)),
    ])
    let page = Markup.element(
      "html", ["lang": "en"],
      .element(
        "head", [:],
        .leaf("meta", ["charset": "utf-8"]),
        .leaf(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
              + "script-src '\(PageFile.scriptHash)'; base-uri 'none'; form-action 'none'",
          ]),
        .leaf("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .leaf("meta", ["name": "color-scheme", "content": "light dark"]),
        .leaf("meta", ["name": "generator", "content": "m3-video \(version)"]),
        .element("title", Masthead(report: self).title),
        .element("style", [:], .verbatim(PageFile.style))),
      .element("body", [:], body))
    return "<!DOCTYPE html>\n" + page.html + "\n"
  }

  /// The letter that a run has on the page; none where there is only one.
  func letter(_ place: Int) -> String? {
    guard runs.count > 1 else { return nil }
    return place < 26 ? String(UnicodeScalar(UInt8(65 + place))) : "\(place + 1)"
  }

  /// `A: runs/spatial`.
  func name(_ place: Int) -> String {
    guard runs.indices.contains(place) else { return "" }
    return (letter(place).map { "\($0): " } ?? "") + runs[place].name.clipped(to: 60)
  }

  private var sections: [Section] {
    var sections: [Section] = []
    if runs.count > 1 { sections.append(SideBySide(report: self).section) }
    for place in runs.indices { sections += RunSections(report: self, place: place).sections }
    for (place, training) in trainings.enumerated() {
      let isAlone = runs.isEmpty && trainings.count == 1
      sections.append(TrainingSection(training: training, number: place, isAlone: isAlone).section)
    }
    if let samples { sections.append(SampleSection(samples: samples).section) }
    if !runs.isEmpty { sections.append(Provenance(report: self).section) }
    return sections
  }

  private func navigation(_ sections: [Section]) -> Markup {
    let links = sections.compactMap { section in
      section.short.map { Markup.element("a", ["href": "#\(section.id)"], $0) }
    }
    guard links.count > 1 else { return .nothing }
    return .element("nav", ["aria-label": "on this page"], links)
  }
}
