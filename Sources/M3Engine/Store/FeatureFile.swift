import Crypto
import Foundation
import M3Core
import M3Model
import M3Tensor

/// One file of stored features: what one look at a clip encoded, each entry with its own checksum, so that a few frames
/// are read without the rest.
///
/// Layout: `m3feat1\n`; the header's length, 8 bytes, little-endian; the header, JSON; SHA-256 of all before it; then
/// the entries' values one after another, Float16, little-endian, [crop, token, width].
struct FeatureFile {
  static let magic = Array("m3feat1\n".utf8)
  /// The longest header that is read.
  static let headerLimit = 64 << 20
  private static let digestBytes = 32

  struct Header: Codable {
    var schema = 1
    var key: String
    var clip: String
    var entries: [Part]
  }

  /// What the header says of an entry.
  struct Part: Codable {
    /// One frame as a crop if false, a picture of several if true.
    var picture: Bool
    var frames: [Int]
    var scale: VisualScale
    var crops: Int
    var width: Int
    /// Of a picture seen by anyres: its size, which gives the geometry.
    var image: PixelSize?
    var damaged: [Int]
    var lost: [Int]
    /// The first 16 bytes of SHA-256 over the values.
    var checksum: String

    /// Nil for sizes that nobody can mean.
    var byteCount: Int? {
      guard (1...4096).contains(crops), (1...1 << 20).contains(width), !frames.isEmpty else { return nil }
      return crops * scale.tokens * width * HalfPrecision.size
    }

    var subject: FeatureMemory.Key.Subject { picture ? .picture(frames) : .frame(frames[0]) }

    func gives(_ scales: [VisualScale]) -> Bool { scales.allSatisfy { scale.side % $0.side == 0 } }
  }

  let header: Header
  /// Where each entry's values begin in the file.
  let starts: [Int]

  /// Reads and checks a file's header.
  ///
  /// - Returns: nil when it is torn, foreign, or of another version.
  init?(_ file: borrowing StoreFile) {
    guard let size = file.byteCount, let head = file.read(Self.magic.count + 8, at: 0),
      head.starts(with: Self.magic)
    else { return nil }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(head[Self.magic.count + $1]) << UInt64($1 * 8) }
    guard length <= Self.headerLimit, let json = file.read(Int(length), at: head.count),
      let digest = file.read(Self.digestBytes, at: head.count + json.count)
    else { return nil }
    var hash = SHA256()
    hash.update(data: head)
    hash.update(data: json)
    guard Array(hash.finalize()) == digest, let header = try? JSONDecoder().decode(Header.self, from: Data(json)),
      header.schema == 1
    else { return nil }
    var starts: [Int] = []
    var place = head.count + json.count + Self.digestBytes
    for entry in header.entries {
      guard let bytes = entry.byteCount, bytes <= size - place else { return nil }
      starts.append(place)
      place += bytes
    }
    guard place == size else { return nil }
    self.header = header
    self.starts = starts
  }

  /// Reads an entry.
  ///
  /// - Returns: nil when its bytes are not those that were written.
  func entry(_ number: Int, of file: borrowing StoreFile, anyres: Anyres?, cropSide: Int) -> FeatureMemory.Entry? {
    let part = header.entries[number]
    guard let count = part.byteCount, let bytes = file.read(count, at: starts[number]),
      Self.checksum(bytes) == part.checksum
    else { return nil }
    let geometry = part.image.flatMap { image in
      anyres.map { AnyresGeometry(image: image, pinpoints: $0.pinpoints, cropSide: cropSide) }
    }
    guard (part.image == nil) == (geometry == nil), geometry.map({ $0.cropCount == part.crops }) ?? true else {
      return nil
    }
    return FeatureMemory.Entry(
      features: CropFeatures(scale: part.scale, width: part.width, values: HalfPrecision.values(of: bytes)),
      geometry: geometry, damaged: Set(part.damaged), lost: Set(part.lost))
  }

  /// The bytes before the entries' values.
  static func head(_ header: Header) -> [UInt8]? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let json = try? encoder.encode(header), json.count <= headerLimit else { return nil }
    let head = magic + (0..<8).map { UInt8(truncatingIfNeeded: json.count >> ($0 * 8)) } + Array(json)
    return head + Array(SHA256.hash(data: head))
  }

  static func checksum(_ bytes: [UInt8]) -> String { Hexadecimal.text(SHA256.hash(data: bytes).prefix(16)) }
}
