import M3Core

extension TextError {
  public var message: String {
    switch self {
    case .unreadable(let path, let reason):
      "cannot read \(path.quoted): \(reason.escapedForTerminal)"
    case .notAFile(let path):
      "\(path.quoted) is not a regular file"
    case .tooLarge(let path, let size, let limit):
      "\(path.quoted) has \(size) bytes, more than any tokenizer model (at most \(limit))"
    case .malformed(let path, let offset, let reason):
      "\(path.quoted) is not a sound sentencepiece model: \(reason.escapedForTerminal) at byte \(offset)"
    case .unsupported(let path, let feature, let found, let supported):
      "\(path.quoted) cannot be used: its \(feature) is \(found.escapedForTerminal), supported is \(supported)"
    case .refused(let path, let reason):
      "libsentencepiece does not load \(path.quoted): \(reason.escapedForTerminal)"
    case .textTooLong(let length, let limit):
      "a text of \(length) bytes is too long to tokenize (at most \(limit))"
    case .tokenization(let path, let reason):
      "libsentencepiece failed with the model \(path.quoted): \(reason.escapedForTerminal)"
    case .tokenOutOfRange(let path, let id, let vocabularySize):
      "token \(id) is not in \(path.quoted), which has \(vocabularySize) pieces"
    case .letterWithoutToken(let path, let letter):
      "\(path.quoted) has no token for the letter \(letter.escapedForTerminal)"
    case .unknownTemplate(let name):
      "\(name.quoted) is not a conversation template"
    case .unknownParser(let name):
      "\(name.quoted) is not a parser of multiple-choice answers"
    case .emptyQuestion(let turn):
      turn == 0 ? "the question is empty" : "question \(turn + 1) of the conversation is empty"
    case .optionCount(let found, let legal):
      "\(found) \(found == 1 ? "option" : "options") given, \(legal.lowerBound) to \(legal.upperBound) are possible"
    case .emptyOption(let index):
      "option \(index + 1) is empty"
    case .duplicateOption(let text, let first, let second):
      "options \(first + 1) and \(second + 1) are the same: \(text.quoted)"
    }
  }

  public var hint: String? {
    switch self {
    case .unreadable, .notAFile, .tooLarge, .malformed, .refused:
      "give the `tokenizer.model` that came with the checkpoint"
    case .unsupported: "LLaVA and M3 checkpoints carry LLaMA's tokenizer: BPE pieces without text normalization"
    case .textTooLong: "shorten the question"
    case .tokenization: nil
    case .tokenOutOfRange: "the tokenizer and the model's weights may not belong together"
    case .letterWithoutToken: "give fewer options"
    case .unknownTemplate: "templates are \(ConversationTemplate.allCases.map(\.rawValue).joined(separator: ", "))"
    case .unknownParser: "parsers are \(ChoiceParser.allCases.map(\.rawValue).joined(separator: ", "))"
    case .emptyQuestion, .emptyOption: nil
    case .optionCount: nil
    case .duplicateOption: "an answer could not tell them apart"
    }
  }
}

extension String {
  /// Between backticks, control characters escaped.
  fileprivate var quoted: String { "`\(escapedForTerminal)`" }
}
