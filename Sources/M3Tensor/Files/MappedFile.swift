import Glibc

/// A whole file mapped read-only, unmapped when the last tensor that looks into it goes.
///
/// Opening touches no byte, and pages come from the disk when they are read; the kernel's normal read-ahead is left as
/// it is, since weights are read front to back. If another process shortens the file later, reading the lost part ends
/// this one by SIGBUS: no mapped file can prevent that.
final class MappedFile: Sendable {
  let byteCount: Int
  private let mapping: Mapping

  /// Maps `byteCount` bytes of an open file; at least 1.
  init(_ file: borrowing FileDescriptor, byteCount: Int, path: String) throws(TensorError) {
    mapping = try Mapping(file, byteCount: byteCount, path: path)
    self.byteCount = byteCount
  }

  /// Lends the bytes of a range of the file.
  func withBytes<R>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount, "\(range) lies outside the file")
    return try unsafe body(UnsafeRawBufferPointer(start: mapping.start + range.lowerBound, count: range.count))
  }

  /// Lends the bytes of a range, of which nothing around is wanted: without the kernel's read-ahead, which makes a jump
  /// to a lone page a hundred times dearer.
  func withSample<R>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    mapping.advise(MADV_RANDOM, range)
    defer { mapping.advise(MADV_NORMAL, range) }
    return try unsafe withBytes(range, body)
  }

  /// Forgets the pages of a range; they stay in the system's file cache as long as it has room.
  func release(_ range: Range<Int>) { mapping.advise(MADV_DONTNEED, range) }
}

/// The mapping itself; never written to, so any thread may read it.
@safe private struct Mapping: ~Copyable, @unchecked Sendable {
  let start: UnsafeRawPointer
  private let byteCount: Int

  init(_ file: borrowing FileDescriptor, byteCount: Int, path: String) throws(TensorError) {
    let address = unsafe mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, file.number, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .cannotRead(path: path, reason: systemReason())
    }
    unsafe start = UnsafeRawPointer(address)
    self.byteCount = byteCount
  }

  /// Tells the kernel how the pages of a range will be read; it may ignore it.
  func advise(_ advice: CInt, _ range: Range<Int>) {
    let page = sysconf(CInt(_SC_PAGESIZE))
    let first = range.lowerBound / page * page
    unsafe madvise(UnsafeMutableRawPointer(mutating: start + first), range.upperBound - first, advice)
  }

  deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: start), byteCount) }
}
