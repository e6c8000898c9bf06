/// Text of a growing sequence of token ids: what `append` and `finish` return, joined, is what `Tokenizer.decode` makes
/// of the whole sequence.
///
/// A character made of byte tokens is held back until it is complete, so that every part is whole characters.
public struct TokenStream: Sendable {
  private let tokenizer: Tokenizer
  /// Bytes of an unfinished character, at most three.
  private var pending: [UInt8] = []
  /// Something visible was returned.
  private var hasBegun = false
  /// The one space before the first word was dropped.
  private var droppedSpace = false

  public init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// Takes the next token; returns the text that is certain now, often none.
  ///
  /// - Throws: `TextError.tokenOutOfRange`; the stream is then as before.
  public mutating func append(_ id: Int32) throws(TextError) -> String {
    let model = tokenizer.model
    guard model.pieces.indices.contains(Int(id)) else {
      throw .tokenOutOfRange(path: tokenizer.path, id: id, vocabularySize: tokenizer.vocabularySize)
    }
    let piece = model.pieces[Int(id)]
    if let byte = piece.byte {
      pending.append(byte)
      return emit(flushBytes(all: false))
    }
    let before = emit(flushBytes(all: true))
    return before + emit(surface(of: piece))
  }

  /// Ends the sequence: what is left of an unfinished character becomes U+FFFD.
  public mutating func finish() -> String { emit(flushBytes(all: true)) }

  private mutating func emit(_ text: String) -> String {
    if !text.isEmpty { hasBegun = true }
    return text
  }

  /// As the library's decoder (sentencepiece_processor.cc, `Decode`) sees a piece that is no byte.
  private mutating func surface(of piece: SentencePieceModel.Piece) -> String {
    let model = tokenizer.model
    let atStart = !hasBegun && !droppedSpace
    switch piece.kind {
    case .control: return ""
    case .unknown: return model.unknownSurface
    case .normal, .userDefined, .unused, .byte: break
    }
    var scalars = Substring(piece.text).unicodeScalars
    if atStart, model.addsDummyPrefix || model.removesExtraSpaces, scalars.first == SentencePieceModel.space {
      scalars.removeFirst()
      droppedSpace = !model.removesExtraSpaces
    }
    var text = ""
    for scalar in scalars { text.unicodeScalars.append(scalar == SentencePieceModel.space ? " " : scalar) }
    return text
  }

  /// Whole characters at the front of the pending bytes; what can never become one is replaced byte by byte.
  ///
  /// - Parameter all: no byte follows, so nothing may stay pending.
  private mutating func flushBytes(all: Bool) -> String {
    var text = ""
    var rest = pending[...]
    while let lead = rest.first {
      let length = Self.length(lead: lead)
      if rest.count < length, !all, rest.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) { break }
      let bytes = rest.prefix(length)
      if bytes.count == length, let character = String(validating: bytes, as: UTF8.self) {
        text += character
        rest = rest.dropFirst(length)
      } else {
        text += "\u{FFFD}"
        rest = rest.dropFirst()
      }
    }
    pending = Array(rest)
    return text
  }

  /// How many bytes the character of this first byte has; 1 for bytes that begin none.
  private static func length(lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }
}
