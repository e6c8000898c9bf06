/// A table in text (RFC 4180, comma or tab), read row by row from bytes.
///
/// Written here because the agreed package pads short rows, drops surplus and leading blanks, takes an open quote for
/// an end of file, and knows no line numbers: a damaged annotation sheet would become wrong questions in silence.
/// Rows end with LF or CRLF, a byte order mark is skipped, one column may be unnamed (pandas writes its index so),
/// blank lines between rows are no rows. A quote inside an unquoted field is an ordinary character, as pandas reads it.
struct DelimitedText {
  let file: AnnotationFile
  let delimiter: UInt8
  /// Column names in order.
  let header: [String]
  /// Position of each named column.
  let columns: [String: Int]
  private var index: Int
  private var line: Int

  /// Reads the header.
  ///
  /// - Throws: `EvaluateError.malformed` for a repeated column name and for everything that `next` throws.
  init(_ file: AnnotationFile, delimiter: Character) throws(EvaluateError) {
    self.file = file
    self.delimiter = delimiter.asciiValue ?? UInt8(ascii: ",")
    index = file.start
    line = 1
    var cursor = Cursor(bytes: file.bytes, index: file.start, line: 1, delimiter: self.delimiter, name: file.name)
    guard let fields = try cursor.row() else { throw .noRecords(file: file.name) }
    let row = DelimitedRow(file: file, line: 1, fields: fields)
    var header: [String] = []
    var columns: [String: Int] = [:]
    for position in fields.indices {
      let name = try row.text(position)
      guard columns.updateValue(position, forKey: name) == nil else {
        throw .malformed(file: file.name, line: 1, expected: "column names that differ", found: "`\(name)` twice")
      }
      header.append(name)
    }
    self.header = header
    self.columns = columns
    index = cursor.index
    line = cursor.line
  }

  /// The next row, or nil at the end of the file.
  ///
  /// - Throws: `EvaluateError.malformed` for an open quote, text behind a closing quote, or a row with more or fewer
  ///   fields than the header.
  mutating func next() throws(EvaluateError) -> DelimitedRow? {
    var cursor = Cursor(bytes: file.bytes, index: index, line: line, delimiter: delimiter, name: file.name)
    guard let fields = try cursor.row() else { return nil }
    defer { (index, line) = (cursor.index, cursor.line) }
    guard fields.count == header.count else {
      throw .malformed(
        file: file.name, line: cursor.rowLine, expected: "\(header.count) fields", found: "\(fields.count)")
    }
    return DelimitedRow(file: file, line: cursor.rowLine, fields: fields)
  }
}

extension DelimitedText {
  /// Walks over bytes; knows nothing of names.
  private struct Cursor {
    let bytes: [UInt8]
    var index: Int
    var line: Int
    let delimiter: UInt8
    let name: String
    var rowLine = 1

    mutating func row() throws(EvaluateError) -> [DelimitedRow.Field]? {
      while index < bytes.count, takeLineEnd() {}
      guard index < bytes.count else { return nil }
      rowLine = line
      var fields: [DelimitedRow.Field] = []
      while true {
        fields.append(try field())
        if index < bytes.count, bytes[index] == delimiter {
          index += 1
          continue
        }
        guard index >= bytes.count || takeLineEnd() else {
          throw .malformed(
            file: name, line: line, expected: "the end of a field behind its closing quote",
            found: "`\(String(decoding: bytes[index..<min(index + 20, bytes.count)], as: UTF8.self))`")
        }
        return fields
      }
    }

    /// Takes LF, CRLF or a lone CR.
    private mutating func takeLineEnd() -> Bool {
      switch bytes[index] {
      case 0x0A: index += 1
      case 0x0D: index += index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
      default: return false
      }
      line += 1
      return true
    }

    private mutating func field() throws(EvaluateError) -> DelimitedRow.Field {
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        let begin = index
        while index < bytes.count, bytes[index] != delimiter, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
        return DelimitedRow.Field(range: begin..<index, hasDoubledQuotes: false)
      }
      let opening = line
      index += 1
      let begin = index
      var hasDoubledQuotes = false
      while index < bytes.count {
        if bytes[index] == UInt8(ascii: "\"") {
          guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") else {
            index += 1
            return DelimitedRow.Field(range: begin..<index - 1, hasDoubledQuotes: hasDoubledQuotes)
          }
          hasDoubledQuotes = true
          index += 1
        } else if bytes[index] == 0x0A {
          line += 1
        }
        index += 1
      }
      throw .malformed(
        file: name, line: opening, expected: "a closing quote for the field that begins here",
        found: "the end of the file")
    }
  }
}
