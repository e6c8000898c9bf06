import M3Core
import Testing

@testable import M3Report

/// What a table gives away as CSV, and what it sorts by.
@Suite struct DataTableTests {
  private let table = DataTable(
    columns: [.text("type"), .number("questions"), .measure("accuracy in %", file: "accuracy")],
    rows: [
      [.text("a, \"b\"\nc"), .count(1234), .measure(Measure(0.4567891, low: 0.4, high: 0.5, count: 3), .share)],
      [.text("=1+1"), .number(nil), .measure(nil, .share)],
    ])

  @Test func csv() {
    #expect(
      table.csv
        == "type,questions,accuracy,accuracy_low,accuracy_high\r\n\"a, \"\"b\"\"\nc\",1234,0.456789,0.4,0.5\r\n=1+1,,,,\r\n"
    )
  }

  @Test func cellsCarryWhatTheySortBy() {
    let html = table.markup(title: "t").html
    #expect(html.contains("<td class=\"n\" data-v=\"1234.0\">1,234</td>"))
    #expect(html.contains("data-v=\"0.4567891\">45.7\u{202F}%<small> [40.0, 50.0]</small></td>"))
    #expect(html.contains("<td class=\"n\" data-v=\"\"></td>"), "nothing sorts last")
    #expect(html.contains("<td data-v=\"=1+1\">=1+1</td>"))
  }

  @Test func longTablesAreCutOnThePageOnly() {
    let long = DataTable(columns: [.text("x")], rows: (0..<1000).map { [.text("row \($0)")] })
    let html = long.markup(title: "t").html
    #expect(html.split(separator: "<tr>").count - 2 == DataTable.shownRows)
    #expect(html.contains("200 of 1,000 rows are shown; the CSV holds all."))
    #expect(long.csv.contains("row 999"))
  }

  @Test(arguments: [
    (["a", "b"], "a,b\r\n"), (["", ""], ",\r\n"),
    (["a,b", "c\"d", "e\r\nf", "é"], "\"a,b\",\"c\"\"d\",\"e\r\nf\",é\r\n"),
    (["\""], "\"\"\"\"\r\n"),
  ])
  func fieldsAreQuotedWhereNeeded(fields: [String], line: String) { #expect(CSVText.line(fields) == line) }
}
