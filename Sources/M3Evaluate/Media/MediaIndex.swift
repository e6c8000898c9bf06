import FoundationEssentials
public import M3Core

/// Every media file under a folder by its name without extension, made once; then each clip is a look-up.
///
/// A clip is found by the name in the annotations, with or without extension and folder, with `v_` before it or taken
/// off (ActivityNet), or by a mapped id (NExT-QA's `map_vid_vidorID.json`); extensions count in any case. For videos a
/// folder that holds pictures directly is a clip of frames (TVQA).
public struct MediaIndex: Sendable {
  /// Where a name leads.
  public enum Place: Equatable, Sendable {
    case found(String)
    case missing
    /// Several files in different folders answer to the name; sorted.
    case ambiguous([String])
  }

  /// More entries than any benchmark has; a wrong folder should not take all memory.
  static let entryLimit = 5_000_000
  static let depthLimit = 12

  public let folder: String
  /// How many clips there are.
  public let count: Int
  private let kind: MediaKind
  private let map: [String: String]
  private let endings: [String]
  /// Paths under the folder by stem: the whole relative one, and its last part.
  private let paths: [String: [String]]

  /// Looks through a folder and its subfolders.
  ///
  /// - Parameter map: other names of clips, by the name in the annotations.
  /// - Throws: `EvaluateError.unreadable`, `EvaluateError.tooManyEntries`.
  public init(folder: String, kind: MediaKind, map: [String: String] = [:]) throws(EvaluateError) {
    self.folder = folder
    self.kind = kind
    self.map = map
    endings = kind == .video ? MediaName.videoExtensions : MediaName.imageExtensions
    var walk = FolderWalk(root: folder, kind: kind)
    try walk.run()
    var paths: [String: [String]] = [:]
    for clip in walk.clips.sorted() {
      let stem = MediaName.stem(clip, known: Set(endings))?.stem ?? clip
      paths[stem, default: []].append(clip)
      let last = MediaName.split(stem).last
      if last != stem { paths[last, default: []].append(clip) }
    }
    count = walk.clips.count
    self.paths = paths
  }

  /// The file of a record's clip.
  public func place(of record: QuestionRecord) -> Place { place(of: record.media) }

  /// The file of a clip by its name in the annotations.
  public func place(of media: String) -> Place {
    for name in MediaName.variations(of: media, map: map) {
      let stem = MediaName.stem(name, known: Set(endings))?.stem ?? name
      // A file that is named in full wins over one of the same stem.
      if let found = candidates(name).first(where: { $0 == name }) { return .found(full(found)) }
      for key in [stem, name, MediaName.split(stem).last] {
        let found = candidates(key)
        guard !found.isEmpty else { continue }
        let folders = Set(found.map { MediaName.split($0).folder })
        guard folders.count == 1 else {
          if let exact = best(found.filter { stemOf($0) == stem }) { return .found(full(exact)) }
          return .ambiguous(found.map(full))
        }
        if let chosen = best(found) { return .found(full(chosen)) }
      }
    }
    return .missing
  }

  private func candidates(_ key: String) -> [String] {
    paths[key] ?? MediaName.stem(key, known: Set(endings)).flatMap { paths[$0.stem] } ?? []
  }

  private func stemOf(_ path: String) -> String { MediaName.stem(path, known: Set(endings))?.stem ?? path }

  /// The one whose extension comes first in the list of extensions; folders of frames last.
  private func best(_ found: [String]) -> String? {
    found.min { rank($0) < rank($1) }
  }

  private func rank(_ path: String) -> Int {
    let ending = MediaName.stem(path, known: Set(endings))?.ending
    return ending.flatMap { endings.firstIndex(of: $0) } ?? endings.count
  }

  private func full(_ path: String) -> String { URL(filePath: folder).appending(path: path).path }
}
