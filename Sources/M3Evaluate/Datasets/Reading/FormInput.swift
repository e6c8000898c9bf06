/// What a form's reader is given: the split and the paths of its files.
struct FormInput: Sendable {
  let dataset: String
  let split: Dataset.Split
  /// In the order of the form's files; nil for optional ones that are not there.
  let paths: [String?]

  /// The file at a position.
  ///
  /// - Throws: `EvaluateError.unreadable`, `EvaluateError.tooLarge`.
  func file(_ position: Int) throws(EvaluateError) -> AnnotationFile {
    guard let path = paths[position] else {
      throw .unreadable(path: "file \(position + 1) of \(dataset)", reason: "it is not there")
    }
    return try AnnotationFile(path: path)
  }

  /// The file at a position, or nil for an optional one that is not there.
  func optionalFile(_ position: Int) throws(EvaluateError) -> AnnotationFile? {
    guard paths.indices.contains(position), paths[position] != nil else { return nil }
    return try file(position)
  }
}
