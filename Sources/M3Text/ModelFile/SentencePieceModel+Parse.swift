extension SentencePieceModel {
  /// Parses and checks the bytes of a `tokenizer.model`.
  ///
  /// A user-defined piece in angle brackets (`<image>`, `<|im_start|>`) becomes a control piece: it would otherwise be
  /// found in a user's text, who could so forge the turns of a conversation.
  ///
  /// - Throws: `TextError.malformed` or `.unsupported`, naming `path`.
  init(parsing file: [UInt8], path: String) throws(TextError) {
    var parser = Parser(file: file, path: path)
    do throws(ProtobufReader.Malformed) {
      try parser.parseModel()
    } catch {
      throw .malformed(path: path, offset: error.offset, reason: error.reason)
    }
    try parser.checkSettings()
    self = parser.model
  }
}

extension SentencePieceModel {
  /// The model as far as it was read, and the settings that are only checked.
  private struct Parser {
    typealias Malformed = ProtobufReader.Malformed
    typealias Value = ProtobufReader.Value

    let file: [UInt8]
    let path: String
    var model = SentencePieceModel()
    var seen: Set<[UInt8]> = []
    /// TrainerSpec.ModelType; the format's own default is unigram.
    var algorithm: UInt64 = 1
    var charsmapSize = 0
    var escapesSpaces = true
    var spaceIsSuffix = false

    mutating func parseModel() throws(Malformed) {
      var reader = ProtobufReader(file, in: 0..<file.count)
      while let (field, value) = try reader.next() {
        switch field {
        case 1: try parsePiece(try range(value, at: reader.offset))
        case 2: try parseTrainer(try range(value, at: reader.offset))
        case 3: try parseNormalizer(try range(value, at: reader.offset))
        case 5: try parseDenormalizer(try range(value, at: reader.offset))
        default: continue
        }
      }
      guard !model.pieces.isEmpty else { throw Malformed(offset: file.count, reason: "no pieces") }
    }

    private mutating func parsePiece(_ range: Range<Int>) throws(Malformed) {
      var piece = Piece()
      var reader = ProtobufReader(file, in: range)
      while let (field, value) = try reader.next() {
        switch field {
        case 1: piece.text = try text(value, at: reader.offset)
        case 2:
          guard case .fixed32(let bits) = value, Float(bitPattern: bits).isFinite else {
            throw Malformed(offset: reader.offset, reason: "a score that is no number")
          }
          piece.score = Float(bitPattern: bits)
        case 3:
          guard case .varint(let raw) = value, let kind = Kind(rawValue: raw) else {
            throw Malformed(offset: reader.offset, reason: "a piece of unknown type")
          }
          piece.kind = kind
        default: continue
        }
      }
      let start = range.lowerBound
      guard !piece.text.isEmpty else { throw Malformed(offset: start, reason: "an empty piece") }
      guard seen.insert(Array(piece.text.utf8)).inserted else {
        throw Malformed(offset: start, reason: "the piece \(piece.text) a second time")
      }
      if piece.kind == .byte, piece.byte == nil { throw Malformed(offset: start, reason: "a byte piece of no byte") }
      if piece.kind == .userDefined, piece.text.utf8.count > userDefinedLimit {
        throw Malformed(offset: start, reason: "a user-defined piece of \(piece.text.utf8.count) bytes")
      }
      if piece.kind == .userDefined, piece.text.hasPrefix("<"), piece.text.hasSuffix(">") { piece.kind = .control }
      model.pieces.append(piece)
    }

    private mutating func parseTrainer(_ range: Range<Int>) throws(Malformed) {
      var reader = ProtobufReader(file, in: range)
      while let (field, value) = try reader.next() {
        switch field {
        case 3: algorithm = try number(value, at: reader.offset)
        case 24: spaceIsSuffix = try number(value, at: reader.offset) != 0
        case 35: model.hasByteFallback = try number(value, at: reader.offset) != 0
        case 44: model.unknownSurface = try text(value, at: reader.offset)
        case 45: model.unknownPiece = try text(value, at: reader.offset)
        case 46: model.beginPiece = try text(value, at: reader.offset)
        case 47: model.endPiece = try text(value, at: reader.offset)
        default: continue
        }
      }
    }

    private mutating func parseNormalizer(_ range: Range<Int>) throws(Malformed) {
      var reader = ProtobufReader(file, in: range)
      while let (field, value) = try reader.next() {
        switch field {
        case 2: charsmapSize += try self.range(value, at: reader.offset).count
        case 3: model.addsDummyPrefix = try number(value, at: reader.offset) != 0
        case 4: model.removesExtraSpaces = try number(value, at: reader.offset) != 0
        case 5: escapesSpaces = try number(value, at: reader.offset) != 0
        default: continue
        }
      }
    }

    private mutating func parseDenormalizer(_ range: Range<Int>) throws(Malformed) {
      var reader = ProtobufReader(file, in: range)
      while let (field, value) = try reader.next() {
        guard field == 2 else { continue }
        charsmapSize += try self.range(value, at: reader.offset).count
      }
    }

    func checkSettings() throws(TextError) {
      guard algorithm == 2 else {
        let names: [UInt64: String] = [1: "unigram", 3: "word", 4: "char"]
        throw .unsupported(
          path: path, feature: "algorithm", found: names[algorithm] ?? "number \(algorithm)", supported: "bpe")
      }
      guard charsmapSize == 0 else {
        throw .unsupported(
          path: path, feature: "normalization table", found: "\(charsmapSize) bytes", supported: "none (identity)")
      }
      guard escapesSpaces, !spaceIsSuffix else {
        throw .unsupported(
          path: path, feature: "handling of spaces", found: escapesSpaces ? "suffix" : "unescaped",
          supported: "an escaped prefix")
      }
    }

    private func range(_ value: Value, at offset: Int) throws(Malformed) -> Range<Int> {
      guard case .bytes(let range) = value else { throw Malformed(offset: offset, reason: "a field of the wrong type") }
      return range
    }

    private func number(_ value: Value, at offset: Int) throws(Malformed) -> UInt64 {
      guard case .varint(let number) = value else {
        throw Malformed(offset: offset, reason: "a field of the wrong type")
      }
      return number
    }

    private func text(_ value: Value, at offset: Int) throws(Malformed) -> String {
      let range = try range(value, at: offset)
      guard range.count <= pieceLimit else {
        throw Malformed(offset: range.lowerBound, reason: "a text of \(range.count) bytes")
      }
      guard !file[range].contains(0), let text = String(validating: file[range], as: UTF8.self) else {
        throw Malformed(offset: range.lowerBound, reason: "a text that is not UTF-8")
      }
      return text
    }
  }
}
