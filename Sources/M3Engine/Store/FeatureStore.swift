import Glibc
import M3Core
import M3Model
import M3Tensor
import Synchronization

/// Features of clips on the disk, so that a clip that was seen once is not decoded and encoded again by another process.
///
/// In half precision, in files of what one look encoded, never more than `limit` bytes in all; the least recently used
/// file goes first. Files appear whole or not at all, several processes may use one folder, and a file that is torn or
/// not ours is removed. Nothing that goes wrong here stops an answer: it is reported once.
public final class FeatureStore: Sendable {
  /// Bytes of a file from which on the next entries go into another one.
  static let fileBytes = 32 << 20

  public let path: String
  /// The most bytes of all files together.
  public let limit: Int
  private let folder: StoreFolder
  private let report: @Sendable (FeatureStoreNote) -> Void
  private let state = Mutex(State())

  private struct State {
    var said: Set<Int> = []
    /// Writing failed once; it is not tried again.
    var isClosed = false
  }

  /// - Parameters:
  ///   - path: the folder, which is made when there is something to store.
  ///   - limit: the most bytes of all files together; at least 1.
  ///   - report: told what a user should know.
  public init(path: String, limit: Int, report: @escaping @Sendable (FeatureStoreNote) -> Void = { _ in }) {
    precondition(limit >= 1, "a store has room")
    self.path = path
    self.limit = limit
    folder = StoreFolder(path: path)
    self.report = report
  }

  /// What the folder holds.
  public struct Contents: Equatable, Codable, Sendable {
    public var files: Int
    public var bytes: Int
    /// Different clips.
    public var clips: Int
  }

  public var contents: Contents { Self.contents(folder.members()) }

  /// Removes all stored features; other files in the folder stay.
  ///
  /// - Returns: what was removed.
  @discardableResult
  public func clear() -> Contents {
    let lock = folder.lock()
    let members = folder.members()
    for member in members { folder.remove(member.name) }
    _ = consume lock
    return Self.contents(members)
  }

  private static func contents(_ members: [StoreFolder.Member]) -> Contents {
    let whole = members.filter { !$0.name.hasPrefix(StoreFolder.partial) }
    return Contents(
      files: whole.count, bytes: members.reduce(0) { $0 + $1.bytes }, clips: Set(whole.map { $0.name.prefix(16) }).count
    )
  }

  /// Calls `found` with each stored entry among the wanted ones, once at most, that gives all its scales.
  func read(
    _ wanted: [FeatureMemory.Key.Subject: [VisualScale]], _ key: FeatureKey, processing: ImageProcessing,
    found: (FeatureMemory.Key.Subject, FeatureMemory.Entry) -> Void
  ) {
    var open = wanted
    for name in folder.names(beginning: key.prefix) where !open.isEmpty {
      guard let file = StoreFile(reading: folder.path(of: name)) else { continue }
      guard let content = FeatureFile(file), content.header.key == key.digest else {
        discard(name)
        continue
      }
      var isUsed = false
      for (number, part) in content.header.entries.enumerated() {
        guard let scales = open[part.subject], part.gives(scales) else { continue }
        guard
          let entry = content.entry(number, of: file, anyres: processing.anyres, cropSide: processing.cropSide)
        else {
          discard(name)
          break
        }
        isUsed = true
        open[part.subject] = nil
        found(part.subject, entry)
      }
      if isUsed { file.touch() }
    }
  }

  /// Stores entries in one file; what is too large for half precision is left out.
  func keep(_ entries: [(subject: FeatureMemory.Key.Subject, entry: FeatureMemory.Entry)], _ key: FeatureKey) {
    guard !state.withLock({ $0.isClosed }) else { return }
    var header = FeatureFile.Header(key: key.digest, clip: key.clip, entries: [])
    var values: [UInt8] = []
    for (subject, entry) in entries {
      guard let bytes = HalfPrecision.bytes(of: entry.features.values) else { continue }
      header.entries.append(FeatureFile.Part(subject, entry, checksum: FeatureFile.checksum(bytes)))
      values += bytes
    }
    guard !header.entries.isEmpty, let head = FeatureFile.head(header) else { return }
    let total = head.count + values.count
    guard total <= limit else { return say(.tooLarge(bytes: total, limit: limit)) }
    guard folder.make() else { return close("it cannot be made") }
    // A process that does not give way keeps us from storing this time, no more.
    guard let lock = folder.lock() else { return }
    folder.makeRoom(for: total, limit: limit)
    write([head, values], to: key.prefix + FeatureFile.checksum(head).prefix(16) + StoreFolder.ending)
    _ = consume lock
  }

  private func write(_ pieces: [[UInt8]], to name: String) {
    var partial = ""
    guard let file = StoreFile(beginning: folder.path(of: StoreFolder.partial), name: &partial) else {
      return close(Self.reason(errno))
    }
    for piece in pieces {
      if let code = file.append(piece) {
        unsafe _ = unlink(partial)
        return close(Self.reason(code))
      }
    }
    guard unsafe rename(partial, folder.path(of: name)) == 0 else {
      let code = errno
      unsafe _ = unlink(partial)
      return close(Self.reason(code))
    }
  }

  private func discard(_ name: String) {
    folder.remove(name)
    say(.damaged(file: folder.path(of: name)))
  }

  private func close(_ reason: String) {
    state.withLock { $0.isClosed = true }
    say(.cannotWrite(folder: path, reason: reason))
  }

  private func say(_ note: FeatureStoreNote) {
    if state.withLock({ $0.said.insert(note.kind).inserted }) { report(note) }
  }

  private static func reason(_ code: CInt) -> String { unsafe String(cString: strerror(code)) }
}

extension FeatureFile.Part {
  init(_ subject: FeatureMemory.Key.Subject, _ entry: FeatureMemory.Entry, checksum: String) {
    switch subject {
    case .frame(let index): (picture, frames) = (false, [index])
    case .picture(let indices): (picture, frames) = (true, indices)
    }
    scale = entry.features.scale
    crops = entry.features.cropCount
    width = entry.features.width
    image = entry.geometry?.image
    damaged = entry.damaged.sorted()
    lost = entry.lost.sorted()
    self.checksum = checksum
  }
}

extension FeatureMemory.Entry {
  /// With its values as they are stored, so that an answer is the same whether they come from the disk or not; nil
  /// when they do not fit half precision.
  var inHalfPrecision: FeatureMemory.Entry? {
    guard let bytes = HalfPrecision.bytes(of: features.values) else { return nil }
    let rounded = CropFeatures(scale: features.scale, width: features.width, values: HalfPrecision.values(of: bytes))
    return FeatureMemory.Entry(features: rounded, geometry: geometry, damaged: damaged, lost: lost)
  }
}
