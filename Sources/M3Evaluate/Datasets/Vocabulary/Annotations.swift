public import M3Core

/// What was read from a dataset's annotation files: the questions, and an account of everything that is not among them.
public struct Annotations: Sendable {
  /// Rows that hold no question which could be asked.
  public struct Skipped: Equatable, Sendable {
    public let reason: String
    public let count: Int
    /// Where the first of them stands.
    public let file: String
    public let line: Int
  }

  /// In the files' order.
  public let records: [QuestionRecord]
  /// The form that was found, for instance `original` or `igvlm`.
  public let form: String
  /// The prompt that belongs to this form.
  public let prompt: PromptForm
  /// The files that were read.
  public let files: [String]
  /// By reason, most frequent first.
  public let skipped: [Skipped]
  /// What a reader of the numbers should know.
  public let notes: [AnnotationNote]
  /// Pictures that came inside the annotation file, by media name.
  public let pictures: EmbeddedPictures?
}
