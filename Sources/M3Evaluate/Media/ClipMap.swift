/// Other names of clips, by the name in the annotations (NExT-QA's `map_vid_vidorID.json`).
public enum ClipMap {
  /// Reads a JSON object of names.
  ///
  /// - Throws: `EvaluateError` for a file that cannot be read or holds anything but texts.
  public static func read(_ path: String) throws -> [String: String] {
    let file = try AnnotationFile(path: path)
    var scanner = JSONScanner(file)
    var map: [String: String] = [:]
    try scanner.object { scanner, name in
      let line = scanner.line
      guard case .string(let other) = try scanner.value() else {
        throw EvaluateError.badField(file: path, line: line, field: name, expected: "a text", found: "another value")
      }
      map[name] = other
    }
    return map
  }
}
