import M3Core

extension AnnotationRow {
  /// An index into options, from 0.
  func index(_ field: String, of choices: [String]) throws -> Int {
    let index = try integer(field)
    guard choices.indices.contains(index) else {
      throw bad(field, "an option from 0 to \(choices.count - 1)", .number("\(index)"))
    }
    return index
  }

  /// A letter that names an option, as its index.
  func letter(_ field: String, of choices: [String]) throws -> Int {
    let text = try text(field)
    guard let index = text.optionIndex, choices.indices.contains(index) else {
      throw bad(field, "a letter from A to \(PromptForm.letter(max(choices.count - 1, 0)))", .string(text))
    }
    return index
  }

  /// `start-end` in seconds; nil when the field is blank or holds no numbers, as a few TVQA rows do (`nan-nan`).
  ///
  /// - Throws: `EvaluateError.badField` for anything else, or an end that is not after the start.
  func span(_ field: String) throws(EvaluateError) -> TimeSpan? {
    guard let text = try optionalText(field), text.lowercased() != "nan-nan" else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let start = Double(parts[0]), let end = Double(parts[1]) else {
      throw bad(field, "seconds as `start-end`", .string(text))
    }
    return try span(start: start, end: end, field: field)
  }

  /// Bounds in two fields of their own; nil when neither is there.
  func span(_ startField: String, _ endField: String) throws(EvaluateError) -> TimeSpan? {
    let start = try optionalNumber(startField)
    let end = try optionalNumber(endField)
    guard start != nil || end != nil else { return nil }
    guard let end else { throw bad(endField, "a number, since there is a start", nil) }
    return try span(start: start ?? 0, end: end, field: endField)
  }

  /// Bounds that make sense.
  func span(start: Double, end: Double, field: String) throws(EvaluateError) -> TimeSpan {
    guard start.isFinite, end.isFinite, start >= 0, end > start else {
      throw bad(field, "an end after a start of at least 0", .string("\(start) to \(end)"))
    }
    return TimeSpan(start: start, end: end)
  }
}

extension StringProtocol {
  /// 0 for `A`; nil for anything but one capital letter.
  var optionIndex: Int? {
    guard let byte = utf8.first, utf8.count == 1, (0x41...0x5A).contains(byte) else { return nil }
    return Int(byte) - 0x41
  }

  /// Without the `B. ` that stands before a listed option, where it is the option's own letter.
  func withoutLetter(_ index: Int) -> String {
    let prefix = PromptForm.letter(index) + "."
    guard hasPrefix(prefix) else { return String(self) }
    return String(dropFirst(prefix.count).drop { $0 == " " })
  }
}
