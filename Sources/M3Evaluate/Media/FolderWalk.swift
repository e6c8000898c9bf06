import FoundationEssentials
import M3Core

/// Lists the clips under a folder: media files, and for videos folders that hold pictures.
struct FolderWalk {
  let root: String
  let kind: MediaKind
  /// Paths under the root.
  private(set) var clips: [String] = []
  private var entries = 0
  /// Real paths of folders that were entered, so that links cannot lead in circles.
  private var entered: Set<String> = []

  init(root: String, kind: MediaKind) {
    self.root = root
    self.kind = kind
  }

  mutating func run() throws(EvaluateError) { try enter("", depth: 0) }

  private mutating func enter(_ folder: String, depth: Int) throws(EvaluateError) {
    let url = folder.isEmpty ? URL(filePath: root) : URL(filePath: root).appending(path: folder)
    guard entered.insert(url.resolvingSymlinksInPath().path).inserted else { return }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    } catch {
      throw .unreadable(path: url.path, reason: "it is not a folder that can be listed")
    }
    entries += names.count
    guard entries <= MediaIndex.entryLimit else {
      throw .tooManyEntries(path: root, limit: MediaIndex.entryLimit)
    }
    let wanted = Set(kind == .video ? MediaName.videoExtensions : MediaName.imageExtensions)
    let pictures = Set(MediaName.imageExtensions).subtracting(wanted)
    var holdsPictures = false
    for name in names where !name.hasPrefix(".") {
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      if MediaName.stem(name, known: wanted) != nil {
        clips.append(path)
      } else if kind == .video, MediaName.stem(name, known: pictures) != nil {
        holdsPictures = true
      } else if depth < MediaIndex.depthLimit, isFolder(url.appending(path: name).path) {
        try enter(path, depth: depth + 1)
      }
    }
    if holdsPictures, !folder.isEmpty { clips.append(folder) }
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }
}
