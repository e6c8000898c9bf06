import M3Core

/// Something about annotations that does not stop a run but that belongs beside its numbers.
public enum AnnotationNote: Equatable, Sendable {
  /// The split officially has another number of questions.
  case rowCount(found: Int, official: Int)
  /// Questions whose options repeat: scored by index, never by text.
  case duplicatedChoices(count: Int, firstKey: String)
  /// Ids that repeat in the file and were made unique by numbering.
  case repeatedIDs(count: Int, firstKey: String)
  /// Answers to questions that are not in the file.
  case unusedAnswers(count: Int, firstID: String)
  /// The split's answers are not public, or not in the files.
  case noAnswers(count: Int)
  /// Bounds that are no numbers: those clips are asked whole.
  case boundsMissing(count: Int)

  /// One sentence without a full stop.
  public var message: String {
    switch self {
    case .rowCount(let found, let official): "holds \(found) of the split's \(official) questions"
    case .duplicatedChoices(let count, let key):
      "\(count) \(count == 1 ? "question has" : "questions have") options that repeat, first \(key.escapedForTerminal)"
    case .repeatedIDs(let count, let key):
      "\(count) \(count == 1 ? "id repeats and was" : "ids repeat and were") numbered, first \(key.escapedForTerminal)"
    case .unusedAnswers(let count, let id):
      "\(count) \(count == 1 ? "answer belongs" : "answers belong") to no question, first \(id.escapedForTerminal)"
    case .noAnswers(let count): "\(count) \(count == 1 ? "question has" : "questions have") no answer: nothing to score"
    case .boundsMissing(let count):
      "\(count) \(count == 1 ? "question has" : "questions have") no start and end: the whole clip is shown"
    }
  }
}
