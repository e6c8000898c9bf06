/// Makes the sentencepiece model of a closed vocabulary: every word of some texts is one piece.
///
/// The model is BPE with byte fallback and no normalization, the kind that LLaMA's tokenizers are. BPE reaches a word by
/// merges, so every beginning of a word is a piece too; since what is merged so far is always a beginning of the word, no
/// other word's merges can stop it. Characters outside the texts become bytes.
public struct WordVocabulary: Equatable, Sendable {
  /// Pieces that words are made of, as in the model: U+2581 stands for the space before a word.
  public let words: [String]

  /// Collects the words of texts as the tokenizer meets them: each with the space before it, marks on their own.
  public init(of texts: [String]) {
    var words: Set<String> = []
    for text in texts {
      for word in Self.split(text) { words.insert(word) }
    }
    self.words = words.sorted()
  }

  /// The bytes of a `tokenizer.model`: `<unk>`, `<s>`, `</s>`, the 256 bytes, then characters, beginnings and words.
  public func model() -> [UInt8] {
    var model = SentencePieceModel()
    model.hasByteFallback = true
    model.removesExtraSpaces = false
    model.pieces = [
      SentencePieceModel.Piece(text: model.unknownPiece, score: 0, kind: .unknown),
      SentencePieceModel.Piece(text: model.beginPiece, score: 0, kind: .control),
      SentencePieceModel.Piece(text: model.endPiece, score: 0, kind: .control),
    ]
    for byte in 0..<256 {
      let digits = String(byte, radix: 16, uppercase: true)
      model.pieces.append(
        SentencePieceModel.Piece(text: "<0x\(byte < 16 ? "0" : "")\(digits)>", score: 0, kind: .byte))
    }
    // Merges that come first have the higher score; single characters come last of all.
    let pieces = Set(words.flatMap(Self.beginnings)).sorted {
      ($0.unicodeScalars.count, $0) < ($1.unicodeScalars.count, $1)
    }
    let merged = pieces.filter { $0.unicodeScalars.count > 1 }
    let characters = Set(words.joined().unicodeScalars.map { String($0) }).union([String(SentencePieceModel.space)])
    for (rank, piece) in (merged + characters.sorted()).enumerated() {
      model.pieces.append(SentencePieceModel.Piece(text: piece, score: -Float(rank), kind: .normal))
    }
    return model.serialized()
  }

  private static func beginnings(of word: String) -> [String] {
    let scalars = Array(word.unicodeScalars)
    return (1...max(1, scalars.count)).map { count in
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars.prefix(count))
      return text
    }
  }

  /// A text's words: a space begins one, any other mark is one, and a line break is left to its byte.
  private static func split(_ text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    var words: [String] = []
    var word = ""
    func finish() {
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    for scalar in " \(text)".unicodeScalars {
      if scalar == " " {
        finish()
        word.unicodeScalars.append(SentencePieceModel.space)
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        word.unicodeScalars.append(scalar)
      } else {
        finish()
        if scalar.value >= 0x20 { words.append(String(scalar)) }
      }
    }
    finish()
    return words
  }
}
