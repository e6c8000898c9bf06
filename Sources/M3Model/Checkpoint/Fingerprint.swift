import Crypto
import M3Tensor

/// Tells checkpoints apart by samples, without reading gigabytes.
///
/// SHA-256 over config.json, tokenizer.model where there is one, and of each file of weights its size, its header and
/// `blockCount` evenly spaced blocks of its data, the first and the last included. Files that are no longer than those
/// blocks are read whole. So a change of any header, name, shape or type shows, and so does other training, which moves
/// nearly all weights; a change of a few weights between the blocks does not. It is no proof against forgery.
struct Fingerprint {
  static let blockCount = 64
  static let blockByteCount = 4096

  /// 64 digits.
  let hexadecimal: String

  init(folder: CheckpointFolder, files: [SafetensorsFile]) throws(ModelError) {
    var hash = SHA256()
    Self.add(Array("m3-video checkpoint 1".utf8), to: &hash)
    for name in ["config.json", "tokenizer.model"] {
      guard folder.holds(name) else {
        Self.add([], to: &hash)
        continue
      }
      do {
        Self.add(try SmallFile.read(folder.path(of: name), limit: 64 << 20), to: &hash)
      } catch { throw .file(error) }
    }
    for file in files {
      Self.add(file.byteCount, to: &hash)
      unsafe file.withSample(0..<file.dataStart) { unsafe hash.update(bufferPointer: $0) }
      for block in Self.blocks(of: file.dataStart..<file.byteCount) {
        unsafe file.withSample(block) { unsafe hash.update(bufferPointer: $0) }
      }
    }
    hexadecimal = hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0\(digits)" : digits
    }.joined()
  }

  /// The ranges that are read of a range of data.
  static func blocks(of data: Range<Int>) -> [Range<Int>] {
    guard data.count > blockCount * blockByteCount else { return [data] }
    let last = data.count - blockByteCount
    return (0..<blockCount).map { index in
      let start = data.lowerBound + last / (blockCount - 1) * index + last % (blockCount - 1) * index / (blockCount - 1)
      return start..<start + blockByteCount
    }
  }

  /// Adds the length before the bytes, so that no two sequences of files give the same stream.
  private static func add(_ bytes: [UInt8], to hash: inout SHA256) {
    add(bytes.count, to: &hash)
    hash.update(data: bytes)
  }

  private static func add(_ number: Int, to hash: inout SHA256) {
    hash.update(data: (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })
  }
}
