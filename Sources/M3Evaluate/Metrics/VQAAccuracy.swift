/// VQA's soft accuracy: how many of the people asked gave the same answer.
public enum VQAAccuracy {
  /// The mean of min(1, matches / 3) over the sets that leave one answer out, 0...1.
  ///
  /// With ten answers this is what TextVQA's and VizWiz's scripts compute; with fewer it is the same formula.
  public static func score(_ text: String, answers: [String]) -> Double {
    guard !answers.isEmpty else { return 0 }
    let said = VQAText.normalised(text)
    let matches = answers.count { VQAText.normalised($0) == said }
    guard matches > 0 else { return 0 }
    let whole = min(1, Double(matches) / 3)
    let less = min(1, Double(matches - 1) / 3)
    let others = answers.count - matches
    return (Double(matches) * less + Double(others) * whole) / Double(answers.count)
  }
}
