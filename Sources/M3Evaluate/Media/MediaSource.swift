public import M3Core

/// Where a run's clips come from, and what could not be found there.
public enum MediaSource: Sendable {
  case folder(MediaIndex)
  case template(MediaTemplate)

  /// A folder, or a template where the text holds `%s`.
  ///
  /// - Throws: `EvaluateError` for a folder that cannot be listed or a template that is none.
  public init(_ text: String, kind: MediaKind, map: [String: String] = [:]) throws(EvaluateError) {
    if text.contains("%s") {
      self = .template(try MediaTemplate(text, map: map))
    } else {
      self = .folder(try MediaIndex(folder: text, kind: kind, map: map))
    }
  }

  /// The file of a clip by its name in the annotations.
  public func place(of media: String) -> MediaIndex.Place {
    switch self {
    case .folder(let index): index.place(of: media)
    case .template(let template): template.path(of: media).map { .found($0) } ?? .missing
    }
  }

  /// Looks for the clips of all records, each once.
  public func check(_ records: [QuestionRecord]) -> MediaReport {
    var report = MediaReport()
    for record in records {
      if report.places[record.media] == nil { report.places[record.media] = place(of: record.media) }
      if case .found? = report.places[record.media] { continue }
      report.questionsWithoutClip += 1
    }
    return report
  }
}
