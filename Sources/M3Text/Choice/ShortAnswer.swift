/// Open questions that ask for a short answer.
public enum ShortAnswer {
  /// The sentence that LLaVA is trained to answer briefly after (LLaVA-1.5, section 3.2; lmms-eval).
  public static let instruction = "Answer the question using a single word or phrase."

  /// The question with the instruction on a line of its own.
  public static func question(_ question: String) -> String { question + "\n" + instruction }
}
