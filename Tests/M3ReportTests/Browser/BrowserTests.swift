import Foundation
import M3TestSupport
import Testing

@testable import M3Report

/// The page in a real browser: it opens without a complaint, asks for nothing, fits, sorts and filters.
@Suite(.serialized) struct BrowserTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func page(_ report: Report) throws -> String { try folder.write("page.html", report.html()) }

  private static let picture =
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q=="

  enum Kind: String, CaseIterable {
    case evaluation, sweep, several, training

    var report: Report {
      let columns = ReportFixture.plans.map(\.name)
      return switch self {
      case .evaluation:
        Report(
          version: "0", runs: [ReportFixture.evaluation(missing: ["v3", ReportFixture.hostile])],
          samples: ReportFixture.samples(pictures: [picture, picture]))
      case .sweep: Report(version: "0", runs: [ReportFixture.sweep], samples: ReportFixture.samples(columns: columns))
      case .several:
        Report(
          version: "0",
          runs: [ReportFixture.evaluation(), ReportFixture.evaluation("b", value: 0.3), ReportFixture.sweep],
          comparisons: [
            PairedResult(
              first: 0, second: 1,
              lines: [.init(plan: nil, difference: ReportFixture.measure(-0.12), firstBetter: 30, secondBetter: 2)],
              notes: [])
          ], samples: ReportFixture.samples(columns: ["A", "B"]))
      case .training: Report(version: "0", runs: [], trainings: [ReportFixture.training])
      }
    }
  }

  /// A desk, a phone, the dark of either.
  @Test(arguments: Kind.allCases)
  func opensCleanlyAndFits(kind: Kind) throws {
    let path = try page(kind.report)
    let browser = try Browser()
    for (width, isDark) in [(1280, false), (360, true), (360, false), (760, true)] {
      try browser.open(path, width: width, isDark: isDark)
      #expect(try browser.evaluate("document.documentElement.scrollWidth") as? Int ?? .max <= width, "\(width)")
      // Text in charts stays readable.
      let smallest =
        try browser.evaluate(
          """
          Math.min(...[...document.querySelectorAll('.chart')].filter((one) => one.getBoundingClientRect().width > 0 && one.querySelector('text'))
            .map((one) => 11 * one.getBoundingClientRect().width / one.viewBox.baseVal.width))
          """) as? Double
      #expect(smallest ?? 0 > 8.4, "\(width): text of \(smallest ?? 0) pixels")
      #expect(
        try browser.evaluate("document.title !== 'owned' && !document.querySelector('img[src=x]')") as? Bool == true)
      let paper = try browser.evaluate("getComputedStyle(document.body).backgroundColor") as? String
      #expect(paper == (isDark ? "rgb(20, 23, 27)" : "rgb(252, 251, 249)"))
      #expect(browser.record.complaints.isEmpty, "\(browser.record.complaints)")
      #expect(browser.record.requests.isEmpty)
    }
  }

  @Test func tablesSort() throws {
    let browser = try Browser()
    try browser.open(try page(Kind.evaluation.report), width: 1280)
    let column = "[...document.querySelectorAll('#parts-0 tbody tr')].map((row) => row.cells[0].textContent).join()"
    #expect(try browser.evaluate(column) as? String == "count,colour,glyph,order,place,shape")
    func click(_ number: Int) throws -> String? {
      try browser.evaluate("document.querySelectorAll('#parts-0 th button')[\(number)].click()")
      return try browser.evaluate(column) as? String
    }
    #expect(try click(1) == "shape,place,order,glyph,colour,count", "the highest number first")
    #expect(try click(1) == "count,colour,glyph,order,place,shape")
    #expect(try click(0) == "colour,count,glyph,order,place,shape", "words by the alphabet")
    #expect(try browser.evaluate("document.querySelectorAll('#parts-0 th[aria-sort]').length") as? Int == 1)
    let csv = try browser.evaluate("document.querySelector('#parts-0 button.copy').dataset.csv") as? String
    #expect(
      csv?.hasPrefix("part,accuracy,accuracy_low,accuracy_high,questions\r\ncount,0.27,0.19,0.342,40\r\n") == true)
    #expect(browser.record.complaints.isEmpty, "\(browser.record.complaints)")
  }

  @Test func samplesFilter() throws {
    let browser = try Browser()
    try browser.open(try page(Kind.evaluation.report), width: 1280)
    func listed() throws -> Int? { try browser.evaluate("document.querySelectorAll('.sample').length") as? Int }
    func set(_ control: String, _ value: String) throws -> Int? {
      try browser.evaluate(
        "{ const one = document.getElementById('sample-\(control)'); one.value = '\(value)'; one.dispatchEvent(new Event('input')); }"
      )
      return try listed()
    }
    #expect(try listed() == 25)
    try browser.evaluate("document.getElementById('sample-more').click()")
    #expect(try listed() == 40)
    #expect(try set("outcome", "wrong") == 14)
    #expect(try set("type", "colour") == 0, "every third question is wrong, and those are all of one type")
    #expect(try set("type", "count") == 14)
    #expect(try set("outcome", "") == 14)
    #expect(try set("search", "SCENE 12?") == 1)
    #expect(try set("search", "no such words") == 0)
    #expect(
      try browser.evaluate("document.getElementById('sample-count').textContent") as? String == "no question matches")
    #expect(try set("type", "") == 0)
    #expect(try set("search", "owned") == 1)
    #expect(try browser.evaluate("document.querySelector('.ask').textContent") as? String == ReportFixture.hostile)
    // Frames are pictures that the browser can show; a clip that is not there says so.
    #expect(try set("search", "v0_0") == 1)
    #expect(
      try browser.evaluate(
        "Promise.all([...document.images].map((one) => one.decode())).then(() => document.images.length)") as? Int == 2)
    #expect(try set("search", "v0_1") ?? 0 > 0)
    #expect(
      try browser.evaluate("document.querySelector('.frames').textContent") as? String
        == "there is no file for this clip")
    #expect(browser.record.complaints.isEmpty && browser.record.requests.isEmpty, "\(browser.record)")
  }

  @Test func plansAreChosenInASweep() throws {
    let browser = try Browser()
    try browser.open(try page(Kind.sweep.report), width: 1280)
    #expect(
      try browser.evaluate("document.querySelectorAll('.strip')[0].children.length") as? Int
        == ReportFixture.plans.count)
    let state = "document.querySelector('.sample .badge').textContent"
    #expect(try browser.evaluate(state) as? String == "\u{2717} wrong")
    try browser.evaluate("document.querySelector('.strip').children[1].click()")
    #expect(try browser.evaluate(state) as? String == "\u{2713} right")
    try browser.evaluate(
      "{ const one = document.getElementById('sample-column'); one.value = '1'; one.dispatchEvent(new Event('input')); }"
    )
    #expect(try browser.evaluate(state) as? String == "\u{2713} right")
    // What marks of charts say.
    try browser.evaluate(
      "document.querySelector('#grid-0 .wide .cell.best').dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))"
    )
    let tip = try browser.evaluate(
      "document.getElementById('tip').hidden ? '' : document.getElementById('tip').textContent")
    #expect(
      (tip as? String)?.hasPrefix("maxx36 in 2880: 66.1\u{202F}% [62.1, 69.7]\n2,880 tokens") == true, "\(tip ?? "")")
    // The button turns the light off.
    try browser.evaluate("document.getElementById('theme').click()")
    #expect(try browser.evaluate("getComputedStyle(document.body).backgroundColor") as? String == "rgb(20, 23, 27)")
    #expect(browser.record.complaints.isEmpty, "\(browser.record.complaints)")
  }

  /// Nothing that an annotation says runs, even if it stood in the page as markup.
  @Test func theSecurityPolicyForbidsOtherScripts() throws {
    let browser = try Browser()
    let html = Kind.evaluation.report.html().replacing(
      "<main>", with: "<main><script>document.title = 'owned'</script>")
    try browser.open(try folder.write("hostile.html", html), width: 1280)
    #expect(try browser.evaluate("document.title") as? String != "owned")
    #expect(browser.record.complaints.count == 1)
  }

  @Test func manyQuestionsOpenFast() throws {
    let report = Report(version: "0", runs: [ReportFixture.evaluation()], samples: ReportFixture.samples(10_000))
    let path = try page(report)
    let browser = try Browser()
    try browser.open(path, width: 1280)
    let loaded = try browser.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart") as? Double
    // A tenth of it on a machine with nothing else to do.
    #expect(loaded ?? .infinity < 8000, "\(loaded ?? 0) ms")
    #expect(try browser.evaluate("document.querySelectorAll('.sample').length") as? Int == 25)
  }
}
