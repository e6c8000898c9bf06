/// Words brought to their base form with WordNet's exception lists and ending rules, without a tagger.
///
/// A word becomes: its base in the exception list of verbs, nouns or adjectives, tried in that order; else, unless
/// WordNet has it as a noun, the noun that an ending rule leads to; else, unless WordNet has it as a verb, the verb that
/// an ending rule leads to; else itself. The reference (pywsd) tags parts of speech with a trained model first, so scores
/// can differ where the same form is a noun and a verb (`building`).
struct Lemmatiser: Sendable {
  let wordNet: WordNet

  /// Runs of letters and digits, in lower case, as written and in base form.
  func lemmas(_ text: String) -> [(word: String, lemma: String)] {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }.map { (String($0), lemma(String($0))) }
  }

  func lemma(_ word: String) -> String {
    for part in [WordNet.Part.verb, .noun, .adjective] {
      if let base = wordNet.exception(word, part) { return base }
    }
    for part in [WordNet.Part.noun, .verb] where !wordNet.knows(word, part) {
      if let base = wordNet.ruledBase(word, part) { return base }
    }
    return word
  }
}
