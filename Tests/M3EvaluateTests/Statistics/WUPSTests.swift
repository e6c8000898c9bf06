import Foundation
import Testing

@testable import M3Evaluate

/// Against NLTK on the whole of WordNet 3.0, with an excerpt that holds the synsets needed.
@Suite struct WUPSTests {
  let golden: Golden
  let wordNet: WordNet

  init() throws {
    golden = try Golden.file("wordnet.json")
    wordNet = try WordNet(folder: Fixture.excerpt("wordnet"))
  }

  @Test func similarityOfFirstSenses() throws {
    for row in golden["pairs"].list {
      let (left, right) = (row[0].text, row[1].text)
      let found = try #require(wordNet.firstSenseSimilarity(left, right), "\(left) and \(right)")
      #expect(found.isAbout(row[2].number), "\(left) and \(right)")
    }
  }

  @Test func wordsOfPhrases() throws {
    let stopWords: Set<String> = []
    for (threshold, column) in [(0.0, 2), (0.9, 3)] {
      let wups = WUPS(wordNet: wordNet, stopWords: stopWords, threshold: threshold)
      for row in golden["phrases"].list {
        let found = wups.score(row[0].text, answers: [row[1].text], type: "CW")
        #expect(found.isAbout(row[column].number), "\(row[0].text) for \(row[1].text) at \(threshold)")
      }
    }
  }

  @Test func countsAreRightOrWrongAndTheBetterReferenceCounts() {
    let wups = WUPS(wordNet: wordNet, stopWords: ["the"])
    #expect(wups.score("The dogs", answers: ["dog"], type: "DC") == 1)
    #expect(wups.score("cat", answers: ["dog"], type: "DB") == 0)
    #expect(wups.score("cat", answers: ["table", "cat"], type: "CH") == 1)
    #expect(wups.score("", answers: ["cat"], type: "CH") == 0)
  }

  @Test(arguments: [("children", "child"), ("running", "run"), ("puppies", "puppy"), ("ran", "run"), ("zzz", "zzz")])
  func lemmas(word: String, base: String) { #expect(Lemmatiser(wordNet: wordNet).lemma(word) == base) }

  @Test func theStopWordsAreTheRepositorys() throws {
    let file = try String(contentsOfFile: Fixture.excerpt("next-qa-oe/stopwords.txt"), encoding: .utf8)
    #expect(WUPS.nextOEStopWords == Set(file.split(whereSeparator: \.isWhitespace).map(String.init)))
    #expect(WUPS(wordNet: wordNet).words("the children were running") == ["child", "run"])
  }

  @Test func saysWhatIsMissing() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: EvaluateError.self) { try WordNet(folder: folder.path) }
    #expect(error == .wordNetMissing(path: folder.file("index.noun")))
    #expect(error?.hint?.contains("wordnet-base") == true)
  }
}
