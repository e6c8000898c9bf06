/// Whether a container says that it is longer than its file, read from its outermost structure alone.
///
/// FFmpeg reads a cut file as a short one and leaves the cause in its log; here the cause is found in the bytes.
enum ContainerEnd: Equatable {
  /// Complete, or a format that does not tell.
  case whole
  /// The file ends inside the media data.
  case dataCut
  /// MP4 without an index.
  case indexMissing
  /// MP4 that ends inside its index.
  case indexCut

  init(_ file: ClipFile) {
    let head = file.bytes(at: 0, count: 64)
    let kind = head.count >= 12 ? String(decoding: head[4..<8], as: UTF8.self) : ""
    if ["ftyp", "moov", "mdat", "free", "skip", "wide", "pnot"].contains(kind) {
      self = Self.isoEnd(file)
    } else if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
      self = Self.matroskaEnd(file)
    } else if head.starts(with: "RIFF".utf8), head.count >= 12, head[8..<12].elementsEqual("AVI ".utf8) {
      let length = head[4..<8].reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
      self = 8 + length > file.size ? .dataCut : .whole
    } else {
      self = .whole
    }
  }

  /// Whether the file is a whole MP4 with one index for everything: not cut, not fragmented.
  static func isIndexed(_ file: ClipFile) -> Bool {
    guard file.bytes(at: 4, count: 4).elementsEqual("ftyp".utf8) else { return false }
    var isFragmented = false
    return isoEnd(file, isFragmented: &isFragmented) == .whole && !isFragmented
  }

  private static func isoEnd(_ file: ClipFile) -> ContainerEnd {
    var isFragmented = false
    return isoEnd(file, isFragmented: &isFragmented)
  }

  /// ISO/IEC 14496-12: boxes of a size (32 bits, or 1 and then 64 bits, or 0 for "to the end") and a type.
  private static func isoEnd(_ file: ClipFile, isFragmented: inout Bool) -> ContainerEnd {
    var offset: Int64 = 0
    var hasIndex = false
    var isCut = false
    for _ in 0..<10_000 where offset < file.size {
      let head = file.bytes(at: offset, count: 16)
      guard head.count >= 8 else {
        isCut = true
        break
      }
      var size = head[0..<4].reduce(Int64(0)) { $0 << 8 | Int64($1) }
      if size == 0 { size = file.size - offset }
      if size == 1, head.count == 16 { size = head[8..<16].reduce(Int64(0)) { $0 << 8 | Int64($1 & 0x7F) } }
      guard size >= 8 else { break }
      let isIndex = head[4..<8].elementsEqual("moov".utf8)
      hasIndex = hasIndex || isIndex
      isFragmented = isFragmented || head[4..<8].elementsEqual("moof".utf8)
      guard size <= file.size - offset else {
        if isIndex { return .indexCut }
        isCut = true
        break
      }
      offset += size
    }
    if !hasIndex { return .indexMissing }
    return isCut ? .dataCut : .whole
  }

  /// EBML (RFC 8794): an identifier and a length of 1 to 8 bytes before each element; all ones: length unknown.
  private static func matroskaEnd(_ file: ClipFile) -> ContainerEnd {
    guard let header = length(file, at: 4) else { return .whole }
    let (start, overflow) = header.next.addingReportingOverflow(header.value)
    guard !overflow, file.bytes(at: start, count: 4) == [0x18, 0x53, 0x80, 0x67],
      let segment = length(file, at: start + 4)
    else { return .whole }
    let unknown = Int64(1) << (7 * segment.bytes) - 1
    return segment.value != unknown && segment.value > file.size - segment.next ? .dataCut : .whole
  }

  private static func length(_ file: ClipFile, at offset: Int64) -> (value: Int64, bytes: Int, next: Int64)? {
    let head = file.bytes(at: offset, count: 8)
    guard let first = head.first, first != 0 else { return nil }
    let count = first.leadingZeroBitCount + 1
    guard head.count >= count else { return nil }
    var value = Int64(first) & (0xFF >> count)
    for byte in head[1..<count] { value = value << 8 | Int64(byte) }
    return (value, count, offset + Int64(count))
  }
}
