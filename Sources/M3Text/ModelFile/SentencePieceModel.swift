/// The facts of a sentencepiece model that tokenization depends on (google/sentencepiece, src/sentencepiece_model.proto).
///
/// libsentencepiece 0.1.97 trusts a model file: a crafted normalization table, or a hundred user-defined pieces that
/// begin alike, make it read out of bounds and crash. Therefore a file is parsed here, checked, and only its facts are
/// written anew (`serialized()`) for the library: nothing else of the file ever reaches it.
struct SentencePieceModel: Equatable {
  /// What a piece is for; raw values as in the file.
  enum Kind: UInt64 {
    case normal = 1
    case unknown = 2
    /// Never matched in text and invisible when decoded: begin, end, chat markers.
    case control = 3
    /// Matched in text before anything else.
    case userDefined = 4
    case unused = 5
    /// One byte, for characters that the vocabulary lacks.
    case byte = 6
  }

  /// One entry of the vocabulary; its id is its index.
  struct Piece: Equatable {
    var text = ""
    var score: Float = 0
    var kind = Kind.normal

    /// The value of a byte piece, `<0x00>` to `<0xFF>` in upper case.
    var byte: UInt8? {
      let letters = Array(text.utf8)
      guard kind == .byte, letters.count == 6, letters.starts(with: "<0x".utf8), letters[5] == UInt8(ascii: ">") else {
        return nil
      }
      let digits = letters[3..<5].map(Self.value)
      guard let high = digits[0], let low = digits[1] else { return nil }
      return high << 4 | low
    }

    private static func value(_ digit: UInt8) -> UInt8? {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
      default: nil
      }
    }
  }

  /// What a space becomes inside pieces, U+2581.
  static let space: Unicode.Scalar = "\u{2581}"
  /// The longest piece in bytes; trained ones have at most 64 or so.
  static let pieceLimit = 1024
  /// The longest user-defined piece in bytes.
  ///
  /// The library has room for 64 of them that begin at one place of a text and
  /// does not look whether it suffices; pieces of 64 bytes cannot be more.
  static let userDefinedLimit = 64

  var pieces: [Piece] = []
  var hasByteFallback = false
  /// A space is put before every text that is encoded, and dropped again when decoding.
  var addsDummyPrefix = true
  var removesExtraSpaces = true
  /// What `<unk>` decodes to.
  var unknownSurface = " \u{2047} "
  /// Texts of the special pieces.
  var unknownPiece = "<unk>"
  var beginPiece = "<s>"
  var endPiece = "</s>"
}
