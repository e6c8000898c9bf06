extension SentencePieceModel {
  /// The facts as a ModelProto for libsentencepiece; field numbers as in sentencepiece_model.proto.
  func serialized() -> [UInt8] {
    var trainer = ProtobufWriter()
    trainer.write(3, varint: 2)
    trainer.write(35, flag: hasByteFallback)
    trainer.write(44, bytes: unknownSurface.utf8)
    trainer.write(45, bytes: unknownPiece.utf8)
    trainer.write(46, bytes: beginPiece.utf8)
    trainer.write(47, bytes: endPiece.utf8)

    var normalizer = ProtobufWriter()
    normalizer.write(1, bytes: "identity".utf8)
    normalizer.write(3, flag: addsDummyPrefix)
    normalizer.write(4, flag: removesExtraSpaces)
    normalizer.write(5, flag: true)

    var model = ProtobufWriter()
    for piece in pieces {
      var entry = ProtobufWriter()
      entry.write(1, bytes: piece.text.utf8)
      entry.write(2, float: piece.score)
      entry.write(3, varint: piece.kind.rawValue)
      model.write(1, bytes: entry.bytes)
    }
    model.write(2, bytes: trainer.bytes)
    model.write(3, bytes: normalizer.bytes)
    return model.bytes
  }
}
