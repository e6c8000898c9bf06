import M3Core

extension RunFolder {
  /// What the judge said of each answer, by the sample's number, in few words: `yes, 4 of 5`.
  ///
  /// Of several replies about one answer the last one counts; where none came there is no entry.
  ///
  /// - Throws: `EvaluateError` for a damaged judge.jsonl.
  public func verdicts() throws(EvaluateError) -> [Int: String] {
    var rows: [JudgePlace: String] = [:]
    try forEachVerdict { row in rows[row.place] = row.words }
    var verdicts: [Int: String] = [:]
    for (place, words) in rows.sorted(by: { $0.key.aspect.rawValue < $1.key.aspect.rawValue }) {
      let aspect = place.aspect == .match ? "" : "\(place.aspect.rawValue) "
      verdicts[place.number] = [verdicts[place.number], aspect + words].compactMap { $0 }.joined(separator: "; ")
    }
    return verdicts
  }
}

extension JudgeRow {
  /// Nil where no reply came.
  fileprivate var words: String? {
    switch outcome {
    case .silent: nil
    case .unparsed: "a reply that could not be read"
    case .read:
      [isMatch.map { $0 ? "yes" : "no" }, score.map { "\(Self.number($0)) of 5" }].compactMap { $0 }
        .joined(separator: ", ")
    }
  }

  /// Whole numbers without a point; scores are 0...5.
  private static func number(_ score: Double) -> String {
    score == score.rounded() ? "\(Int(score))" : "\(score)"
  }
}
