extension Tokenizer {
  /// For each option, the ids of all tokens that mean its letter at the start of an answer.
  ///
  /// After "ASSISTANT:" a model may write the letter with its space (`▁A`), as training does, or without (`A`): the
  /// probability of an option is the sum over its ids. A byte token counts only for a vocabulary without either.
  ///
  /// - Returns: one list an option, none empty, no id in two of them.
  /// - Throws: `TextError.letterWithoutToken`.
  public func letterTokens(for choice: MultipleChoice) throws(TextError) -> [[Int32]] {
    var tokens: [[Int32]] = []
    for letter in choice.letters {
      var ids = ["\(SentencePieceModel.space)\(letter)", letter].compactMap { id($0) }
      if ids.isEmpty, let byte = letter.utf8.first {
        ids = [id("<0x\(String(byte, radix: 16, uppercase: true))>")].compactMap { $0 }
      }
      guard !ids.isEmpty else { throw .letterWithoutToken(path: path, letter: letter) }
      tokens.append(ids)
    }
    return tokens
  }
}
