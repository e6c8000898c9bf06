/// Turns text into token ids and back, as the LLaMA tokenizer of a checkpoint does.
///
/// Ids are what Hugging Face's `LlamaTokenizer` gives with `legacy=True` (the one that LLaVA and M3 are trained with):
/// a space is put before every text, and markers such as `</s>` inside a text are plain characters. The pieces
/// themselves are found by libsentencepiece. A tokenizer may be used by several threads at once.
public final class Tokenizer: Sendable {
  /// The longest text that is encoded at once, in bytes: far beyond any model's context.
  public static let textLimit = 1 << 20

  /// The file as the caller named it (unescaped: escape it before printing).
  public let path: String
  /// How many pieces there are: ids are below it, from 0.
  ///
  /// A model may have more rows than that.
  public let vocabularySize: Int
  /// The token before every prompt; nil if the vocabulary has none.
  public let beginID: Int32?
  /// The token that ends an answer; nil if the vocabulary has none.
  public let endID: Int32?
  /// The token for what the vocabulary cannot express.
  public let unknownID: Int32

  let model: SentencePieceModel
  private let handle: SentencePieceHandle

  /// Loads a `tokenizer.model`.
  ///
  /// - Throws: `TextError` naming the file: unreadable, not a regular file, too large, malformed, of an unsupported kind,
  ///   or refused by libsentencepiece.
  public convenience init(path: String) throws(TextError) {
    try self.init(bytes: TokenizerFile.read(path), path: path)
  }

  /// Loads a model from memory; `path` names it in errors.
  ///
  /// - Throws: as `init(path:)`.
  public init(bytes: [UInt8], path: String) throws(TextError) {
    self.path = path
    model = try SentencePieceModel(parsing: bytes, path: path)
    let loaded: SentencePieceHandle
    do throws(SentencePieceHandle.Failure) {
      loaded = try SentencePieceHandle(model.serialized())
    } catch {
      throw .refused(path: path, reason: error.reason)
    }
    vocabularySize = loaded.pieceCount
    beginID = loaded.beginID < 0 ? nil : loaded.beginID
    endID = loaded.endID < 0 ? nil : loaded.endID
    unknownID = loaded.unknownID
    handle = loaded
  }

  /// The piece of an id, with U+2581 for spaces; nil outside the vocabulary.
  public func piece(_ id: Int32) -> String? {
    model.pieces.indices.contains(Int(id)) ? model.pieces[Int(id)].text : nil
  }

  /// The id of exactly this piece, whatever its kind; nil if the vocabulary lacks it.
  public func id(_ piece: String) -> Int32? {
    let id = handle.id(of: piece)
    return id < 0 ? nil : id
  }

  /// Token ids of a plain text, without begin and end tokens; none for an empty text.
  ///
  /// - Throws: `TextError.textTooLong`, `.tokenization`.
  public func encode(_ text: String) throws(TextError) -> [Int32] {
    guard text.utf8.count <= Self.textLimit else {
      throw .textTooLong(length: text.utf8.count, limit: Self.textLimit)
    }
    do throws(SentencePieceHandle.Failure) {
      return try handle.encode(text)
    } catch {
      throw .tokenization(path: path, reason: error.reason)
    }
  }

  /// The text of token ids: control tokens are invisible, the space before the first word is dropped, byte tokens are
  /// joined to characters, bytes that form none become U+FFFD each.
  ///
  /// - Throws: `TextError.tokenOutOfRange`, `.tokenization`.
  public func decode(_ ids: [Int32]) throws(TextError) -> String {
    if let wrong = ids.first(where: { !model.pieces.indices.contains(Int($0)) }) {
      throw .tokenOutOfRange(path: path, id: wrong, vocabularySize: vocabularySize)
    }
    do throws(SentencePieceHandle.Failure) {
      return try handle.decode(ids)
    } catch {
      throw .tokenization(path: path, reason: error.reason)
    }
  }
}

extension SentencePieceHandle.Failure {
  /// In the library's words.
  fileprivate var reason: String {
    switch self {
    case .outOfRange: "a token outside the vocabulary"
    case .refused(let reason): reason
    }
  }
}
