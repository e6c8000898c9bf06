import Testing

@testable import M3World

@Suite("Vocabulary")
struct VocabularyTests {
  @Test("every word of every question and answer is in the list")
  func closed() {
    let known = Set(WorldVocabulary.words)
    var used: Set<String> = []
    for kind in SceneKind.allCases {
      for index in 0..<400 {
        let scene = Scene(split: .train, index: index, kind: kind)
        for question in scene.everyQuestion() + scene.questions([.choice]) {
          used.formUnion(WorldVocabulary.split(question.prompt))
          used.formUnion(WorldVocabulary.split(question.answer))
          used.formUnion(WorldVocabulary.split(question.reply))
        }
      }
    }
    #expect(used.subtracting(known) == [])
    #expect(known.subtracting(used) == [])
    #expect(WorldVocabulary.words.count == known.count)
    #expect((100...150).contains(known.count))
  }

  @Test(
    "texts are split at spaces and marks",
    arguments: [
      ("what shape is it? A. ring", ["what", "shape", "is", "it", "?", "A", ".", "ring"]),
      ("K 3 T", ["K", "3", "T"]), ("  ", []), ("?,", ["?", ","]),
    ])
  func split(text: String, words: [String]) {
    #expect(WorldVocabulary.split(text) == words)
  }

  @Test("any two characters differ in three pixels at least")
  func glyphs() {
    for glyph in WorldGlyph.allCases {
      #expect(glyph.rows.count == WorldGlyph.height)
      for other in WorldGlyph.allCases where other != glyph {
        let differing = zip(glyph.rows, other.rows).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
        #expect(differing >= 3, "\(glyph) and \(other)")
      }
    }
  }
}
