import FoundationEssentials
import Glibc
import M3Tensor

/// A folder being written beside the one that it will become; removed with all that is in it when its owner goes before
/// that.
struct DraftFolder: ~Copyable {
  let path: String
  private let target: String
  private var isPublished = false

  /// - Throws: `ModelError.outputNotEmpty`, `ModelError.cannotWriteFolder`.
  init(for target: String) throws(ModelError) {
    var target = target
    while target.count > 1, target.hasSuffix("/") { target.removeLast() }
    let files = FileManager.default
    if files.fileExists(atPath: target) {
      let names = try? files.contentsOfDirectory(atPath: target)
      guard let names, names.isEmpty else { throw .outputNotEmpty(path: target) }
    }
    let above = Self.folder(above: target)
    do {
      try files.createDirectory(atPath: above, withIntermediateDirectories: true)
    } catch {
      throw .cannotWriteFolder(path: above, reason: "it cannot be made")
    }
    guard let path = UniquePath.folder(beginning: "\(target).") else {
      throw .cannotWriteFolder(path: target, reason: Self.reason())
    }
    self.path = path
    self.target = target
    unsafe chmod(path, 0o755)
  }

  func path(of name: String) -> String { "\(path)/\(name)" }

  /// Writes a small file.
  func write(_ bytes: [UInt8], to name: String) throws(ModelError) {
    do { try SmallFile.write(bytes, to: path(of: name)) } catch { throw .file(error) }
  }

  /// Gives the folder its name; its files are on the disk already.
  consuming func publish() throws(ModelError) {
    guard unsafe rename(path, target) == 0 else { throw .cannotWriteFolder(path: target, reason: Self.reason()) }
    isPublished = true
    let above = unsafe open(Self.folder(above: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard above >= 0 else { return }
    fsync(above)
    close(above)
  }

  private static func folder(above path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func reason() -> String { unsafe String(cString: strerror(errno)) }

  deinit { if !isPublished { try? FileManager.default.removeItem(atPath: path) } }
}
