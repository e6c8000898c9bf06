import Testing

@testable import M3Report

/// Axes have round numbers, labels fit, cells are where they belong.
@Suite struct DrawingTests {
  @Test(arguments: [
    (0.0, 1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (33.5, 66.1, 5, ["30", "40", "50", "60", "70"]),
    (0, 9, 4, ["0", "5", "10"]),
    (-3.2, 4.1, 6, ["\u{2212}4", "\u{2212}2", "0", "2", "4", "6"]),
    (0.0123, 0.0187, 4, ["0.012", "0.014", "0.016", "0.018", "0.020"]),
    (1000, 5400, 5, ["1,000", "2,000", "3,000", "4,000", "5,000", "6,000"]),
    (42, 42, 4, ["35", "40", "45", "50"]),
  ])
  func linearTicksAreRound(low: Double, high: Double, count: Int, labels: [String]) {
    let ticks = Ticks.linear(low, high, count: count)
    #expect(ticks.ticks.map(\.label) == labels)
    #expect(ticks.low <= low && ticks.high >= high)
  }

  @Test(arguments: [
    (1.0, 2880.0, ["1", "10", "100", "1,000"]), (30, 900, ["50", "100", "200", "500"]),
    (0.02, 3, ["0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"]), (7, 7, ["5", "10"]),
  ])
  func logarithmicTicksAreRound(low: Double, high: Double, labels: [String]) {
    let found = Ticks.logarithmic(low, high).ticks.map(\.label).filter { !$0.isEmpty }
    #expect(found == labels)
  }

  @Test func positionsFollowTheAxis() {
    let linear = Axis.linear(.linear(0, 100, count: 5), from: 40, to: 240)
    #expect([0, 50, 100, 150].map(linear.position) == [40, 140, 240, 240])
    let upward = Axis.linear(.linear(0, 100, count: 5), from: 240, to: 40)
    #expect(upward.position(25) == 190)
    let logarithmic = Axis(ticks: .logarithmic(1, 10_000), isLogarithmic: true, start: 0, end: 400)
    #expect([1, 10, 100, 10_000, 0].map { logarithmic.position($0).rounded() } == [0, 100, 200, 400, 0])
  }

  @Test(arguments: [
    (0.0, "0"), (1, "1"), (36, "36"), (7.25, "7.25"), (12.34, "12.3"), (123.4, "123"), (2880, "2,880"), (0.5, "0.50"),
    (1_234_567, "1,234,567"),
  ])
  func numbersAreShort(value: Double, text: String) { #expect(NumberText.short(value) == text) }

  @Test func numbersOfFilesAreExact() {
    #expect(NumberText.plain(0.1 + 0.2) == "0.3" && NumberText.plain(40) == "40" && NumberText.plain(nil) == "")
    #expect(NumberText.points(-0.00001) == "0.0" && NumberText.points(0.0123) == "+1.2")
    #expect(NumberText.fixed(-0.04, digits: 1) == "0.0" && NumberText.fixed(.nan, digits: 1) == "\u{2013}")
  }

  @Test func heatMapCells() throws {
    let plans: [SweepResult.Plan] = [
      .init(name: "1x36", frames: 1, scale: 36, budget: nil), .init(name: "1x1", frames: 1, scale: 1, budget: nil),
      .init(name: "maxx1 in 720", frames: nil, scale: 1, budget: 720),
      .init(name: "4x1", frames: 4, scale: 1, budget: nil),
      .init(name: "maxx1 in 144", frames: nil, scale: 1, budget: 144),
    ]
    var part = ReportFixture.part(nil, fine: 0.2, many: 0.2)
    part.points = [0.6, 0.2, 0.5, 0.4, 0.3].map {
      .init(accuracy: Measure($0, count: 10), tokens: 5, isOnFront: $0 == 0.6, needed: 0)
    }
    part.oracle.bestPlan = 0
    let map = HeatMap(plans, part)
    #expect(map.scales == [1, 36])
    #expect(map.rows.map(\.name) == ["1", "4", "max in 144", "max in 720"])
    #expect(
      map.rows.map { $0.cells.map { $0?.name } } == [
        ["1x1", "1x36"], ["4x1", nil], ["maxx1 in 144", nil], ["maxx1 in 720", nil],
      ])
    #expect(map.best == "1x36")
    let cells = try map.rows.map { try #require($0.cells[0]) } + [try #require(map.rows[0].cells[1])]
    #expect(cells.map { (map.strength($0) * 4).rounded() / 4 } == [0, 0.5, 0.25, 0.75, 1])
    let drawing = map.draw(Figure.narrow).markup(label: "map").html
    #expect(
      drawing.contains("<title>1x36: 60.0\u{202F}%\n5 tokens on average\nnothing is both cheaper and better</title>"))
    #expect(drawing.split(separator: "cell none").count - 1 == 3, "plans that the sweep does not have are empty")
  }

  @Test func longCurvesAreAveraged() {
    let points = (1...1000).map { TrainingResult.Point(step: $0, value: Double($0)) }
    let thin = LineChart.thinned(points)
    #expect(thin.count == LineChart.mostPoints && thin.last?.step == 1000)
    #expect(thin.first == TrainingResult.Point(step: 4, value: 2.5))
    #expect(LineChart.thinned(Array(points.prefix(5))).count == 5)
  }

  @Test func labelsAreCutToFit() {
    let name = String(repeating: "long name ", count: 40)
    let cut = TextWidth.fit(name, into: 100, size: 12)
    #expect(cut.hasSuffix("\u{2026}") && TextWidth.of(cut, size: 12) < 104)
    #expect(TextWidth.fit("short", into: 100, size: 12) == "short")
  }

  @Test func seriesDifferInColourOrShapeOrDash() {
    let looks = (0..<16).map { "\(SeriesMark(number: $0).style) \(SeriesMark(number: $0).shape(5))" }
    #expect(Set(looks).count == 16)
  }

  /// A drawing of growth is one file: every panel, line and axis title is in it, and a slope of one is drawn as one.
  @Test func growthIsDrawn() {
    func panel(_ title: String, _ power: Double) -> GrowthResult.Panel {
      GrowthResult.Panel(
        xTitle: title, yTitle: "seconds", isLogarithmic: power == 2,
        lines: [
          .init(name: "encode", points: [1.0, 10, 100].map { .init(x: $0, y: $0) }),
          .init(name: "a < b", points: [1.0, 10, 100].map { .init(x: $0, y: $0 * power) }),
        ])
    }
    let result = GrowthResult(panels: [panel("frames", 2), panel("tokens", 3)])
    let svg = result.svg()
    #expect(svg.hasPrefix("<svg xmlns=") && svg.hasSuffix("</svg>\n") && svg == result.svg())
    for words in [">frames<", ">tokens<", ">seconds<", ">encode<", ">a &lt; b<", "prefers-color-scheme"] {
      #expect(svg.contains(words), "\(words)")
    }
    #expect(!svg.contains("http") || svg.matches(of: /https?:/).count == 1, "nothing but the name space")
    #expect(GrowthResult(panels: []).svg().contains("<svg"))
  }
}
