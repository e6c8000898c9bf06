/// MMMU's reading of an option (MMMU-Benchmark/MMMU, mmmu/utils/eval_utils.py), without its random choice.
public enum MMMUChoice {
  /// The option that the answer names: `(B)` anywhere, else ` B `, else, in answers of more than five words, an
  /// option's text; where several are named, the one named last.
  ///
  /// - Returns: nil where none is named; the reference then draws one at random.
  public static func choice(_ text: String, choices: [String]) -> Int? {
    var text = text
    for mark in [",", ".", "!", "?", ";", ":", "'"] as [Character] { text = text.stripped(of: mark) }
    let padded = " " + text + " "
    for form in ["(%)", " % "] {
      let places = choices.indices.map { index in
        padded.lastRange(of: form.replacing("%", with: PromptForm.letter(index)))
      }
      if let choice = last(places) { return choice }
    }
    guard padded.split(whereSeparator: \.isWhitespace).count > 5 else { return nil }
    let lowered = padded.lowercased()
    return last(choices.map { $0.isEmpty ? lowered.utf8.count : lowered.lastRange(of: $0.lowercased()) })
  }

  /// The option with the greatest place; the first of equal ones.
  private static func last(_ places: [Int?]) -> Int? {
    var best: (choice: Int, place: Int)?
    for (choice, place) in places.enumerated() {
      if let place, place > best?.place ?? -1 { best = (choice, place) }
    }
    return best?.choice
  }
}

extension String {
  /// Without a character at both ends.
  fileprivate func stripped(of mark: Character) -> String {
    guard let first = firstIndex(where: { $0 != mark }), let last = lastIndex(where: { $0 != mark }) else { return "" }
    return String(self[first...last])
  }

  /// Where a text begins for the last time, in bytes; nil where it does not occur.
  fileprivate func lastRange(of text: String) -> Int? {
    let bytes = Array(utf8)
    let wanted = Array(text.utf8)
    guard !wanted.isEmpty, wanted.count <= bytes.count else { return nil }
    return (0...(bytes.count - wanted.count)).last { bytes[$0..<($0 + wanted.count)].elementsEqual(wanted) }
  }
}
