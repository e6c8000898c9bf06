public import M3Core

/// What can be wrong with words: a tokenizer file, a prompt, a list of options.
public enum TextError: ExplainedError, Equatable {
  /// The file cannot be opened or read; `reason` is the system's.
  case unreadable(path: String, reason: String)
  /// Not a regular file: a folder, a pipe, a device.
  case notAFile(path: String)
  /// Larger than any tokenizer model; sizes in bytes.
  case tooLarge(path: String, size: Int, limit: Int)
  /// Not a sentencepiece model, or a damaged one; `offset` in bytes.
  case malformed(path: String, offset: Int, reason: String)
  /// A sentencepiece model of a kind that LLaMA models do not use.
  case unsupported(path: String, feature: String, found: String, supported: String)
  /// libsentencepiece does not load the model; the reason is the library's.
  case refused(path: String, reason: String)

  /// Too long to tokenize; lengths in bytes.
  case textTooLong(length: Int, limit: Int)
  /// libsentencepiece does not encode or decode; the reason is the library's.
  case tokenization(path: String, reason: String)
  /// A token id that the vocabulary does not have.
  case tokenOutOfRange(path: String, id: Int32, vocabularySize: Int)
  /// A letter that no single token stands for.
  case letterWithoutToken(path: String, letter: String)

  /// A conversation template that does not exist.
  case unknownTemplate(name: String)
  /// A parser of multiple-choice answers that does not exist.
  case unknownParser(name: String)
  /// A question without words; `turn` counts from 0.
  case emptyQuestion(turn: Int)

  /// Too few or too many options.
  case optionCount(found: Int, legal: ClosedRange<Int>)
  /// An option without words; `index` counts from 0.
  case emptyOption(index: Int)
  /// The same option twice; indices count from 0.
  case duplicateOption(text: String, first: Int, second: Int)
}
