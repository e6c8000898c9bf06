/// Readings of yes or no.
public enum YesNoAnswer {
  /// POPE's rule: in the first sentence, without commas, a word `No`, `no` or `not` means no, anything else yes.
  ///
  /// - Returns: nil for a text without a letter or digit, which the reference takes for a yes.
  public static func pope(_ text: String) -> Bool? {
    guard text.contains(where: { $0.isLetter || $0.isNumber }) else { return nil }
    let sentence = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)[0]
    let words = sentence.replacing(",", with: "").split(separator: " ")
    return !words.contains { $0 == "No" || $0 == "no" || $0 == "not" }
  }

  /// MME's rule: yes or no among the first four letters, in any case.
  ///
  /// - Returns: nil for neither, which MME counts as wrong.
  public static func mme(_ text: String) -> Bool? {
    let text = text.trimmedBlanks.lowercased()
    let beginning = text.prefix(4)
    if beginning.contains("yes") { return true }
    return beginning.contains("no") ? false : nil
  }
}
