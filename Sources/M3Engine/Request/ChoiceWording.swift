/// How the options of a multiple choice question stand in the prompt.
public enum ChoiceWording: String, CaseIterable, Codable, Sendable {
  /// The template writes them with their letters and asks for a letter; options scored by likelihood are not written.
  case lettered
  /// The question's text is complete; options are there to be read from the answer.
  case given
}
