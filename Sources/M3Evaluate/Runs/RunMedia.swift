import Foundation
import M3Core

/// Where a run's clips come from: files, or pictures inside the annotations.
public enum RunMedia: Sendable {
  case files(MediaSource)
  case pictures(EmbeddedPictures)

  /// The file of a clip; a picture from the annotations is written into the run's folder first.
  func place(of media: String, in folder: RunFolder) throws(EvaluateError) -> MediaIndex.Place {
    switch self {
    case .files(let source): return source.place(of: media)
    case .pictures(let pictures):
      let file = "\(folder.pictures)/\(Self.fileName(media))"
      if FileManager.default.fileExists(atPath: file) { return .found(file) }
      let data: Data
      do throws(EvaluateError) { data = try pictures.data(named: media) } catch { return .missing }
      try folder.make(folder.pictures)
      try folder.replace(file, with: Array(data))
      return .found(file)
    }
  }

  /// Whether a clip is there, without writing anything.
  func check(_ media: String) -> MediaIndex.Place {
    switch self {
    case .files(let source): source.place(of: media)
    case .pictures(let pictures):
      if (try? pictures.data(named: media)) == nil { .missing } else { .found(media) }
    }
  }

  /// A name from outside as one that cannot leave the folder.
  private static func fileName(_ media: String) -> String {
    media.utf8.map { byte in
      let isPlain = (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x2D
      return isPlain ? String(UnicodeScalar(byte)) : "_" + String(byte, radix: 16)
    }.joined()
  }

  /// Which clips of these questions are missing, and to which several files answer, sorted.
  public func missing(_ order: RunOrder) -> (missing: [String], ambiguous: [String]) {
    var missing: [String] = []
    var ambiguous: [String] = []
    for clip in order.clips {
      switch check(clip.media) {
      case .found: continue
      case .missing: missing.append(clip.media)
      case .ambiguous: ambiguous.append(clip.media)
      }
    }
    return (missing.sorted(), ambiguous.sorted())
  }
}
