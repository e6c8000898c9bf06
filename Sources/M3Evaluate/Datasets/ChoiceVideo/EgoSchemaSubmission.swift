/// The file that EgoSchema's Kaggle competition takes: `q_uid,answer` for every question of the full set.
public enum EgoSchemaSubmission {
  /// What stands for a question without a parsed answer: no option, so that it counts as wrong and not as a guess.
  public static let noAnswer = -1

  /// The file's text.
  ///
  /// - Parameter answers: each question's key and the parsed option, nil where none could be parsed; kept in order.
  public static func csv(_ answers: some Sequence<(key: String, choice: Int?)>) -> String {
    var out = "q_uid,answer\n"
    for answer in answers { out += "\(answer.key),\(answer.choice ?? noAnswer)\n" }
    return out
  }
}
