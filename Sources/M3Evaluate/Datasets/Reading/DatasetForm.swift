import M3Core

/// One way in which a dataset's annotations are handed out: its files and how they are read.
struct DatasetForm: Sendable {
  /// A file, or folder, that a form is made of.
  struct File: Sendable, CustomStringConvertible {
    /// Names under the annotation folder; the first that exists is taken.
    let names: [String]
    let isOptional: Bool

    init(_ names: String..., isOptional: Bool = false) {
      self.init(list: names, isOptional: isOptional)
    }

    init(list names: [String], isOptional: Bool = false) {
      self.names = names
      self.isOptional = isOptional
    }

    var description: String { names.joined(separator: " or ") + (isOptional ? " (optional)" : "") }
  }

  /// `original`, `igvlm`, `llava`, `zero-shot`.
  let name: String
  let prompt: PromptForm
  /// By split; a split that is missing here does not exist in this form.
  let files: [String: [File]]
  var repeats = AnnotationCollector.Repeats.refused
  let read: @Sendable (FormInput, inout AnnotationCollector) throws -> Void
}

extension DatasetForm {
  /// A form that is one flat file a split.
  ///
  /// - Parameters:
  ///   - adjust: changes a record that the table made, for what a table of fields cannot say.
  static func table(
    _ name: String, prompt: PromptForm, layout: AnnotationLayout, files: [String: File], fields: FieldTable,
    adjust: @escaping @Sendable (inout QuestionRecord, AnnotationRow) throws -> Void = { _, _ in }
  ) -> DatasetForm {
    DatasetForm(name: name, prompt: prompt, files: files.mapValues { [$0] }, repeats: fields.repeats) {
      input, collector in
      var boundsMissing = 0
      try layout.forEachRow(of: input.file(0)) { row in
        try collector.take(row) {
          var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
          if let span = fields.span, row.has(span), record.end == nil { boundsMissing += 1 }
          try adjust(&record, row)
          return record
        }
      }
      if boundsMissing > 0 { collector.notes.append(.boundsMissing(count: boundsMissing)) }
    }
  }
}
