import Crypto
import M3Core
import M3Tensor
import M3Video

/// What stored features depend on beside the frames: the clip's content, the model, how it computes, and how frames
/// become crops and tokens.
struct FeatureKey: Equatable {
  /// Content hash of the clip, 64 digits.
  let clip: String
  /// Of the clip and all else, 64 digits.
  let digest: String

  /// - Parameters:
  ///   - clip: its content hash.
  ///   - model: the checkpoint's fingerprint.
  ///   - precision: how the model's products are made.
  init(clip: String, model: String, precision: String, processing: ImageProcessing, reduction: Reduction) {
    self.clip = clip
    let anyres = processing.anyres.map { anyres in
      "\(anyres.merge.rawValue) \(anyres.pinpoints.map { "\($0.width)x\($0.height)" }.joined(separator: ","))"
    }
    let facts = [
      "m3-video features 1", clip, model, precision, Processor.level.rawValue, FFmpegVersion.summary,
      "\(processing.cropSide)", processing.fit.rawValue, "\(processing.mean)", "\(processing.standardDeviation)",
      anyres ?? "", reduction.rawValue,
    ]
    var hash = SHA256()
    for fact in facts { hash.update(data: Array("\(fact.utf8.count) \(fact)".utf8)) }
    digest = Hexadecimal.text(hash.finalize())
  }

  /// How the names of its files begin.
  var prefix: String { "\(clip.prefix(16))-\(digest.prefix(32))-" }
}

/// Bytes as text.
enum Hexadecimal {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
