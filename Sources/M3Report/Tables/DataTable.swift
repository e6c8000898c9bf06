import M3Core

/// A table that sorts by its columns and copies as CSV.
struct DataTable {
  struct Column {
    var title: String
    /// Numbers stand to the right.
    var isNumber: Bool
    /// Titles in the CSV: one, or several where a cell holds several values.
    var fileTitles: [String]

    static func text(_ title: String, file: String? = nil) -> Column {
      Column(title: title, isNumber: false, fileTitles: [file ?? title])
    }

    static func number(_ title: String, file: String? = nil) -> Column {
      Column(title: title, isNumber: true, fileTitles: [file ?? title])
    }

    /// Value, low and high end.
    static func measure(_ title: String, file: String? = nil) -> Column {
      let name = file ?? title
      return Column(title: title, isNumber: true, fileTitles: [name, "\(name)_low", "\(name)_high"])
    }
  }

  struct Cell {
    /// As it is read.
    var text: String
    /// Smaller and greyer behind the text.
    var aside: String?
    /// What the column is sorted by; nil sorts by text, and NaN last.
    var order: Double?
    /// Values in the CSV, as many as the column has titles there.
    var file: [String]

    static func text(_ text: String) -> Cell { Cell(text: text, file: [text]) }

    static func number(_ value: Double?, digits: Int = 1, suffix: String = "") -> Cell {
      guard let value else { return Cell(text: "", order: .nan, file: [""]) }
      return Cell(
        text: NumberText.fixed(value, digits: digits) + suffix, order: value, file: [NumberText.plain(value)])
    }

    static func count(_ value: Int) -> Cell {
      Cell(text: NumberText.count(value), order: Double(value), file: [String(value)])
    }

    static func measure(_ measure: Measure?, _ unit: MeasureUnit) -> Cell {
      guard let measure else { return Cell(text: "", order: .nan, file: ["", "", ""]) }
      return Cell(
        text: unit.text(measure.value) + unit.suffix, aside: unit.interval(measure).map { "[\($0)]" },
        order: measure.value, file: [measure.value, measure.low, measure.high].map(NumberText.plain))
    }
  }

  /// More rows than this are in the CSV only.
  static let shownRows = 200

  var columns: [Column]
  /// As many cells as columns each.
  var rows: [[Cell]]

  /// RFC 4180, every row, in the order in which the page first shows them.
  var csv: String {
    CSVText.line(columns.flatMap(\.fileTitles)) + rows.map { CSVText.line($0.flatMap(\.file)) }.joined()
  }

  /// - Parameter title: what it is called when it is copied and read aloud.
  func markup(title: String) -> Markup {
    let heads = columns.map { column in
      Markup.element(
        "th", ["scope": "col", "class": column.isNumber ? "n" : ""],
        [.element("button", ["type": "button", "class": "sort"], column.title)])
    }
    let lines = rows.prefix(Self.shownRows).map { row in
      Markup.element("tr", [:], zip(columns, row).map { $1.markup(isNumber: $0.isNumber) })
    }
    var content: [Markup] = [
      .element(
        "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": title],
        .element("table", [:], .element("thead", [:], .element("tr", [:], heads)), .element("tbody", [:], lines))),
      .element("button", ["type": "button", "class": "copy", "data-csv": csv], "Copy as CSV"),
    ]
    if rows.count > Self.shownRows {
      content.append(
        .element(
          "p", ["class": "note"],
          "\(NumberText.count(Self.shownRows)) of \(NumberText.count(rows.count)) rows are shown; the CSV holds all."))
    }
    return .element("div", ["class": "table"], content)
  }
}

extension DataTable.Cell {
  fileprivate func markup(isNumber: Bool) -> Markup {
    let key = order.map { $0.isNaN ? "" : "\($0)" } ?? text
    var content = [Markup.text(text)]
    if let aside { content.append(.element("small", " \(aside)")) }
    return .element("td", ["class": isNumber ? "n" : "", "data-v": key], content)
  }
}
