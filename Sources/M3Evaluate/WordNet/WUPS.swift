/// WUPS, the word similarity score of NExT-QA's open questions (doc-doc/NExT-OE, eval_oe.py and metrics.py).
///
/// Answer and reference are lemmatised and lose NExT-OE's stop words; each word meets its best partner by Wu and
/// Palmer's similarity of first synsets, products are taken both ways, the smaller one counts. Below the threshold a
/// similarity counts a tenth. Counts and yes-or-no questions (DC, DB) are right or wrong.
public struct WUPS: Sendable {
  public let threshold: Double
  private let lemmatiser: Lemmatiser
  private let stopWords: Set<String>

  /// - Parameters:
  ///   - wordNet: WordNet's data.
  ///   - stopWords: left out of answers and references.
  ///   - threshold: 0 for WUPS@0, which the paper's tables show; 0.9 for WUPS@0.9.
  public init(wordNet: WordNet, stopWords: Set<String> = nextOEStopWords, threshold: Double = 0) {
    lemmatiser = Lemmatiser(wordNet: wordNet)
    self.stopWords = stopWords
    self.threshold = threshold
  }

  /// The best score against the references, 0...1.
  public func score(_ text: String, answers: [String], type: String?) -> Double {
    let said = words(text)
    return answers.map { answer in
      let wanted = words(answer)
      if type == "DC" || type == "DB" { return said == wanted ? 1 : 0 }
      return min(oneWay(said, wanted), oneWay(wanted, said))
    }.max() ?? 0
  }

  /// Base forms, without stop words of either form.
  func words(_ text: String) -> [String] {
    lemmatiser.lemmas(text).filter { !stopWords.contains($0.word) && !stopWords.contains($0.lemma) }.map(\.lemma)
  }

  /// Words without any kin are passed over; 0 when all are.
  private func oneWay(_ words: [String], _ others: [String]) -> Double {
    var product = 1.0
    var isAny = false
    for word in words {
      let best = others.map { similarity(word, $0) }.max() ?? 0
      guard best > 0 else { continue }
      product *= best
      isAny = true
    }
    return isAny ? product : 0
  }

  private func similarity(_ left: String, _ right: String) -> Double {
    if left == right { return 1 }
    let value = lemmatiser.wordNet.firstSenseSimilarity(left, right) ?? 0
    return value < threshold ? 0.1 * value : value
  }
}
