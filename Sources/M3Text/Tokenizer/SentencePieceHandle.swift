import CSentencePiece

/// Owns one loaded libsentencepiece model.
@safe struct SentencePieceHandle: ~Copyable {
  /// What the library says when it does not do as asked.
  enum Failure: Error, Equatable {
    case outOfRange
    case refused(reason: String)
  }

  private let raw: OpaquePointer

  /// Loads a serialized ModelProto.
  init(_ model: [UInt8]) throws(Failure) {
    var created: OpaquePointer?
    let status = unsafe model.withUnsafeBufferPointer { bytes in
      unsafe csentencepiece_create(bytes.baseAddress, bytes.count, &created)
    }
    guard status == csentencepiece_ok, let created = unsafe created else { throw Self.failure(status) }
    unsafe raw = created
  }

  deinit { unsafe csentencepiece_destroy(raw) }

  var pieceCount: Int { Int(unsafe csentencepiece_piece_count(raw)) }
  /// -1 where the model has none.
  var unknownID: Int32 { unsafe csentencepiece_unknown_id(raw) }
  /// -1 where the model has none.
  var beginID: Int32 { unsafe csentencepiece_begin_id(raw) }
  /// -1 where the model has none.
  var endID: Int32 { unsafe csentencepiece_end_id(raw) }

  /// -1 for a piece that the vocabulary lacks.
  func id(of piece: String) -> Int32 {
    var piece = piece
    return piece.withUTF8 { text in
      unsafe text.withMemoryRebound(to: CChar.self) {
        unsafe csentencepiece_id_of_piece(raw, $0.baseAddress, $0.count)
      }
    }
  }

  /// Token ids of a text, without begin and end tokens.
  func encode(_ text: String) throws(Failure) -> [Int32] {
    var text = text
    var ids: [Int32] = []
    var capacity = text.utf8.count + 8
    while true {
      var needed = 0
      var status = csentencepiece_ok
      ids = unsafe [Int32](unsafeUninitializedCapacity: capacity) { buffer, count in
        text.withUTF8 { bytes in
          unsafe bytes.withMemoryRebound(to: CChar.self) {
            status = unsafe csentencepiece_encode(
              raw, $0.baseAddress, $0.count, buffer.baseAddress, buffer.count, &needed)
          }
        }
        count = status == csentencepiece_ok ? needed : 0
      }
      if status == csentencepiece_ok { return ids }
      guard status == csentencepiece_buffer_too_small, needed > capacity else { throw Self.failure(status) }
      capacity = needed
    }
  }

  /// The text of token ids.
  func decode(_ ids: [Int32]) throws(Failure) -> String {
    var capacity = ids.count * 8 + 8
    while true {
      var needed = 0
      var status = csentencepiece_ok
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        unsafe ids.withUnsafeBufferPointer { ids in
          unsafe buffer.withMemoryRebound(to: CChar.self) {
            status = unsafe csentencepiece_decode(raw, ids.baseAddress, ids.count, $0.baseAddress, $0.count, &needed)
          }
        }
        count = status == csentencepiece_ok ? needed : 0
      }
      if status == csentencepiece_ok { return String(decoding: bytes, as: UTF8.self) }
      guard status == csentencepiece_buffer_too_small, needed > capacity else { throw Self.failure(status) }
      capacity = needed
    }
  }

  private static func failure(_ status: csentencepiece_status) -> Failure {
    if status == csentencepiece_out_of_range { return .outOfRange }
    let message = unsafe String(cString: csentencepiece_last_message())
    return .refused(reason: message.isEmpty ? "status \(status.rawValue)" : message)
  }
}

/// The library's const functions may run on several threads at once, and only `deinit` frees.
extension SentencePieceHandle: @unchecked Sendable {}
