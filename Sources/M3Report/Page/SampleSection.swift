/// The questions with their answers and the frames that they were given from; the page's script lists and filters them.
struct SampleSection {
  private struct Contents: Encodable {
    var columns: [String]
    var first: Int
    var questions: [SampleQuestion]
    var sets: [FrameSet]
  }

  let samples: SampleSet

  var section: Section {
    let contents = Contents(
      columns: samples.columns, first: samples.firstColumn, questions: samples.questions, sets: samples.frameSets)
    let types = Set(samples.questions.compactMap(\.type)).sorted()
    return Section(
      id: "samples", short: "Samples", title: "Samples",
      lead: "\(NumberText.count(samples.questions.count)) of \(NumberText.count(samples.total)) questions"
        + (samples.pictures.isEmpty ? "." : ", with frames that the model saw."),
      content: samples.notes.map(Section.note) + [
        controls(types),
        .element("p", ["id": "sample-count", "class": "note", "role": "status"]),
        .element("div", ["id": "sample-list"]),
        .element("button", ["type": "button", "id": "sample-more", "hidden": ""], "Show more"),
        .element(
          "noscript", [:], Section.note("The samples are listed by the page's script, which is switched off here.")),
        .element(
          "script", ["type": "application/json", "id": "sample-data"], .verbatim(ScriptText.json(contents))),
        .element(
          "script", ["type": "application/json", "id": "picture-data"], .verbatim(ScriptText.json(samples.pictures))),
      ])
  }

  private func controls(_ types: [String]) -> Markup {
    func menu(_ id: StaticString, _ label: String, _ options: [(value: String, text: String)]) -> Markup {
      .element(
        "label", [:],
        [
          .element("span", label),
          .element(
            "select", ["id": "\(id)"], options.map { .element("option", ["value": $0.value], $0.text) }),
        ])
    }
    let outcomes = [
      ("", "all"), ("right", "right"), ("wrong", "wrong"), ("unread", "not readable"), ("failed", "without an answer"),
    ]
    let differing = samples.columns.count > 1 ? [("differ", "differ between columns")] : []
    var parts = [
      Markup.element(
        "label", ["class": "wide"],
        [
          .element("span", "search"),
          .leaf("input", ["type": "search", "id": "sample-search", "placeholder": "question, answer, clip, key"]),
        ]),
      menu("sample-outcome", "answers", outcomes + differing),
    ]
    if samples.columns.count > 1 {
      parts.append(
        menu("sample-column", "plan", samples.columns.enumerated().map { (String($0.offset), $0.element) }))
    }
    if !types.isEmpty {
      parts.append(menu("sample-type", "type", [("", "all")] + types.prefix(500).map { ($0, $0.clipped(to: 60)) }))
    }
    return .element("div", ["class": "controls"], parts)
  }
}
