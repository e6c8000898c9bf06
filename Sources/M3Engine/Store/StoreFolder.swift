import Foundation
import Glibc

/// The files of the store, flat in one folder: what there is, and how room is made.
struct StoreFolder: Sendable {
  static let ending = ".features"
  /// Files that are being written; those that a dead process left begin so, too.
  static let partial = ".partial-"
  private static let lockName = ".lock"
  /// How long another process is waited for: so many times 20 ms.
  private static let patience = 100

  let path: String

  /// A file of the store.
  struct Member {
    let name: String
    let bytes: Int
    /// When it was used last: seconds and nanoseconds.
    let used: (Int, Int)
  }

  func path(of name: String) -> String { "\(path)/\(name)" }

  /// Makes the folder if it is not there; for its owner only.
  func make() -> Bool {
    if (try? FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])) == nil
    {
      return false
    }
    return true
  }

  /// Names of the store's files that begin so, whatever else lies in the folder.
  func names(beginning prefix: String = "") -> [String] {
    guard let entries = unsafe opendir(path) else { return [] }
    defer { unsafe _ = closedir(entries) }
    var names: [String] = []
    while let entry = unsafe readdir(entries) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(prefix), name.hasSuffix(Self.ending) || name.hasPrefix(Self.partial) { names.append(name) }
    }
    return names
  }

  /// The store's files.
  func members() -> [Member] {
    names().compactMap { name in
      var status = stat()
      guard unsafe lstat(path(of: name), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      return Member(
        name: name, bytes: Int(status.st_size), used: (status.st_mtim.tv_sec, status.st_mtim.tv_nsec))
    }
  }

  func remove(_ name: String) { unsafe _ = unlink(path(of: name)) }

  /// The right to write, held until the returned file is closed; nil when another process does not give it up.
  func lock() -> StoreFile? {
    guard let file = StoreFile(locking: path(of: Self.lockName)) else { return nil }
    for _ in 0..<Self.patience {
      if file.lock() { return file }
      usleep(20_000)
    }
    return nil
  }

  /// Removes what was used longest ago until `bytes` more fit the limit.
  ///
  /// Only with the lock, which also means that nobody else is writing: what is unfinished was left by a process that
  /// died.
  func makeRoom(for bytes: Int, limit: Int) {
    var members = members()
    for member in members where member.name.hasPrefix(Self.partial) { remove(member.name) }
    members.removeAll { $0.name.hasPrefix(Self.partial) }
    var total = members.reduce(0) { $0 + $1.bytes }
    for member in members.sorted(by: { $0.used < $1.used }) {
      guard total > limit - bytes else { return }
      remove(member.name)
      total -= member.bytes
    }
  }
}
