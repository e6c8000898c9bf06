extension JudgeAspect {
  /// The system message.
  var instructions: String {
    """
    You grade answers that a program gave to questions about videos. \(subject)
    How to grade:
    \(rules.map { "- \($0)" }.joined(separator: "\n"))
    """
  }

  private var subject: String {
    switch self {
    case .match: "Decide whether the predicted answer means the same as the correct answer."
    case .correctness: "Grade how factually correct the predicted answer is, measured by the correct answer."
    case .detail: "Grade how completely and specifically the predicted answer gives the details of the correct answer."
    case .context: "Grade how well the predicted answer has understood what the video as a whole is about."
    case .temporal: "Grade how well the predicted answer gets the order of events in the video."
    case .consistency:
      "Two questions ask for the same fact in different words. Grade how well the two predicted answers agree."
    }
  }

  private var rules: [String] {
    switch self {
    case .match:
      [
        "Look for a meaningful match between the two answers, not for equal words.",
        "Synonyms and paraphrases count as a match.",
        "Judge the predicted answer by the correct answer alone.",
      ]
    case .correctness:
      [
        "The predicted answer must agree with the facts and contain nothing that misleads.",
        "Synonyms and paraphrases are as good as the very words.",
      ]
    case .detail:
      [
        "The predicted answer should cover all main points of the correct answer.",
        "It should give specific details, not general remarks.",
        "Synonyms and paraphrases are as good as the very words.",
      ]
    case .context:
      [
        "The predicted answer must fit the theme and the situation of the video.",
        "Synonyms and paraphrases are as good as the very words.",
      ]
    case .temporal:
      [
        "Events should come in the order in which the correct answer has them.",
        "Synonyms and paraphrases are as good as the very words as long as the order is kept.",
      ]
    case .consistency:
      [
        "Both predicted answers should say the same, and agree with the correct answer.",
        "Synonyms and paraphrases are as good as the very words; contradictions are not.",
      ]
    }
  }

  /// The user message.
  func request(_ cases: [JudgePrompt.Case]) -> String {
    var lines = ["Evaluate this video-based question and answer:", ""]
    if self == .consistency, cases.count == 2 {
      lines += ["Question 1: \(cases[0].question)", "Question 2: \(cases[1].question)"]
      lines += ["Correct Answer: \(cases[0].answer)"]
      lines += ["Predicted Answer to Question 1: \(cases[0].prediction)"]
      lines += ["Predicted Answer to Question 2: \(cases[1].prediction)"]
    } else {
      for one in cases {
        lines += ["Question: \(one.question)", "Correct Answer: \(one.answer)", "Predicted Answer: \(one.prediction)"]
      }
    }
    lines.append("")
    if hasYesOrNo {
      lines.append(
        """
        Reply with a Python dictionary and nothing else: the key 'pred' holds the string 'yes' or 'no', the key 'score' \
        an integer from 0 to 5, where 5 is the best match. For example: {'pred': 'yes', 'score': 4}
        """)
    } else {
      lines.append(
        """
        Reply with a Python dictionary and nothing else: the key 'score' holds an integer from 0 to 5, where 5 is best. \
        For example: {'score': 4}
        """)
    }
    return lines.joined(separator: "\n")
  }
}
