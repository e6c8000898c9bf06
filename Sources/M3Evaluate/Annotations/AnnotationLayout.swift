/// How entries stand in an annotation file.
enum AnnotationLayout: Equatable {
  /// Comma separated, with a header.
  case csv
  /// Tab separated, with a header.
  case tsv
  /// A JSON list of objects, or one object a line: whichever the file begins with.
  case json
  /// A JSON list under a path of names.
  case list(at: [String])
  /// A JSON object whose members are the entries, under a path of names.
  case members(at: [String])

  /// Calls `body` at each entry in the file's order.
  ///
  /// - Throws: what `body` throws, and `EvaluateError` for a broken file.
  func forEachRow(of file: AnnotationFile, _ body: (AnnotationRow) throws -> Void) throws {
    switch self {
    case .csv, .tsv:
      var text = try DelimitedText(file, delimiter: self == .csv ? "," : "\t")
      while let row = try text.next() {
        try body(
          AnnotationRow(
            file: file.name, line: row.line, storage: .table(row, header: text.header, columns: text.columns)))
      }
    case .json:
      var scanner = JSONScanner(file)
      if scanner.peek() == UInt8(ascii: "[") {
        try Self.list(&scanner, body)
      } else {
        while scanner.peek() != nil { try Self.entry(&scanner, id: nil, body) }
      }
      try Self.finish(&scanner)
    case .list(let path):
      var scanner = JSONScanner(file)
      try Self.descend(path[...], &scanner) { scanner in try Self.list(&scanner, body) }
      try Self.finish(&scanner)
    case .members(let path):
      var scanner = JSONScanner(file)
      try Self.descend(path[...], &scanner) { scanner in
        try scanner.object { scanner, name in try Self.entry(&scanner, id: name, body) }
      }
      try Self.finish(&scanner)
    }
  }

  private static func list(_ scanner: inout JSONScanner, _ body: (AnnotationRow) throws -> Void) throws {
    try scanner.list { scanner in try entry(&scanner, id: nil, body) }
  }

  private static func entry(
    _ scanner: inout JSONScanner, id: String?, _ body: (AnnotationRow) throws -> Void
  ) throws {
    guard scanner.peek() == UInt8(ascii: "{") else { throw scanner.malformed("an object") }
    let line = scanner.line
    let value = try scanner.value()
    try body(AnnotationRow(file: scanner.file.name, line: line, id: id, storage: .json(value)))
  }

  /// Goes through objects along a path; the other members are read and left.
  private static func descend(
    _ path: ArraySlice<String>, _ scanner: inout JSONScanner, _ body: (inout JSONScanner) throws -> Void
  ) throws {
    guard let first = path.first else { return try body(&scanner) }
    var isThere = false
    try scanner.object { scanner, name in
      guard name == first else {
        _ = try scanner.value()
        return
      }
      isThere = true
      try descend(path.dropFirst(), &scanner, body)
    }
    guard isThere else { throw scanner.malformed("a member `\(first)`") }
  }

  private static func finish(_ scanner: inout JSONScanner) throws(EvaluateError) {
    guard scanner.peek() == nil else { throw scanner.malformed("the end of the file") }
  }
}
