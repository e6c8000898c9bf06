import Glibc

/// The pictures in a directory, in natural order of their names.
enum FolderOfStills {
  static let endings: Set<String> = ["png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff"]

  /// Paths of the pictures in a directory; nil if the path names no directory.
  ///
  /// - Throws: `VideoError.emptyFolder`, `.tooManyStills`, `.cannotOpen`.
  static func paths(in folder: String, limits: ClipLimits) throws(VideoError) -> [String]? {
    guard let entries = unsafe opendir(folder) else {
      // Whatever else it may be is said when it is opened as a file.
      if errno == ENOTDIR || errno == ENOENT || errno == ELOOP || errno == EACCES { return nil }
      throw .cannotOpen(path: folder, code: errno)
    }
    defer { unsafe _ = closedir(entries) }
    var names: [String] = []
    while let entry = unsafe readdir(entries) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard !name.hasPrefix("."), let dot = name.lastIndex(of: ".") else { continue }
      guard endings.contains(name[name.index(after: dot)...].lowercased()) else { continue }
      names.append(name)
      guard names.count <= limits.stills else { throw .tooManyStills(path: folder, limit: limits.stills) }
    }
    guard !names.isEmpty else { throw .emptyFolder(path: folder) }
    let start = folder.hasSuffix("/") ? folder : folder + "/"
    return names.sorted(by: NaturalOrder.precedes).map { start + $0 }
  }
}
