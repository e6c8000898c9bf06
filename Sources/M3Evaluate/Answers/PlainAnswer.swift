/// The levelling of answers before they are compared where a dataset has no rule of its own (ours).
public enum PlainAnswer {
  /// Lower case, runs of blanks made one, punctuation and quotes taken off both ends.
  public static func normalised(_ text: String) -> String {
    let words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let isOuter: (Character) -> Bool = { ".,;:!?\"'`()[]{}*_ ".contains($0) }
    guard let first = words.firstIndex(where: { !isOuter($0) }),
      let last = words.lastIndex(where: { !isOuter($0) })
    else { return "" }
    return String(words[first...last])
  }
}
