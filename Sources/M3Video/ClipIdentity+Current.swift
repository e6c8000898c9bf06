import Glibc

extension ClipIdentity {
  /// Whether these paths still lead to the very files, unchanged; false for a folder of pictures, which nobody looks
  /// through again for this.
  public func isCurrent(_ paths: [String]) -> Bool {
    guard paths.count == stamps.count else { return false }
    return zip(paths, stamps).allSatisfy { path, stamp in
      var status = stat()
      guard unsafe stat(path, &status) == 0 else { return false }
      return Stamp(
        device: UInt64(status.st_dev), inode: UInt64(status.st_ino), bytes: Int64(status.st_size),
        seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec) == stamp
    }
  }
}
