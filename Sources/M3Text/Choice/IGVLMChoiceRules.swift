/// How IG-VLM finds the option in an answer (imagegridworth/IG-VLM, evaluation/direct_answer_eval.py).
///
/// 1. The first character, if it is one of A to E.
/// 2. If "answer is " occurs, what stands before the first "answer is" is dropped; step 1 is not repeated.
/// 3. The first of A, B, C, D, E, in this order, for which `X:` or `X)` occurs anywhere overrides.
///
/// The answer is taken as it is: IG-VLM strips it before (`IGVLMPrompt.answer(in:)`). Differences: an empty answer is
/// unparsed where the reference crashes, and so is a letter beyond the options.
enum IGVLMChoiceRules {
  static func parse(_ answer: String, optionCount: Int) -> ParsedChoice {
    let letters = Array("ABCDE".unicodeScalars)
    var found = answer.unicodeScalars.first.flatMap { letters.firstIndex(of: $0) }
    var text = Substring(answer)
    if text.range(ofScalars: "answer is ") != nil, let start = text.range(ofScalars: "answer is") {
      text = text[start.lowerBound...]
    }
    let marked = letters.firstIndex { letter in
      text.range(ofScalars: "\(letter):") != nil || text.range(ofScalars: "\(letter))") != nil
    }
    found = marked ?? found
    guard let found, found < optionCount else { return .unparsed(.noLetter) }
    return .option(found)
  }
}
