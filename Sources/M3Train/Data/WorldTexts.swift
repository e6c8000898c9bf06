import M3Text
import M3World

/// Texts that hold every word, at every kind of place, that prompts about the world are made of.
enum WorldTexts {
  static func all() throws(TextError) -> [String] {
    var texts = WorldVocabulary.words
    texts.append(WorldVocabulary.words.joined(separator: " "))
    texts.append(ShortAnswer.instruction)
    var generator = WorldGenerator(seed: 0)
    for index in 0..<scenes {
      for kind in SceneKind.allCases {
        let scene = Scene(split: .train, index: index, kind: kind)
        for question in scene.everyQuestion() {
          for form in [question, scene.offering(question, using: &generator)] {
            let exchange = try WorldSource.exchange(form)
            let prompt = try Conversation().prompt(asking: exchange.question)
            for segment in prompt.segments {
              if case .text(let text) = segment { texts.append(text) }
            }
            texts.append(exchange.answer)
          }
        }
      }
    }
    return texts
  }

  /// Enough for every wording to occur.
  private static let scenes = 100
}
