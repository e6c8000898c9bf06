import Glibc

/// Owned Float32 storage: zeroed, aligned to a page, given back to the system with its owner.
///
/// Pages that nothing has touched cost no memory, so a large buffer may be made for the largest case.
@safe struct AlignedBuffer: ~Copyable {
  let base: UnsafeMutablePointer<Float>
  /// Floats.
  let count: Int

  /// - Returns: nil when the system has no room for so many.
  init?(count: Int) {
    let (bytes, overflow) = max(count, 1).multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
    guard !overflow else { return nil }
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    let mapped = unsafe mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { return nil }
    unsafe base = mapped.bindMemory(to: Float.self, capacity: max(count, 1))
    self.count = count
  }

  deinit {
    unsafe _ = munmap(base, max(count, 1) * MemoryLayout<Float>.stride)
  }
}
