/// Which files a clip was read from, and in which state: equal identities mean that nothing has changed since.
///
/// Taken from the open descriptors (device, inode, size, time of the last change in nanoseconds), so a file that is
/// replaced or rewritten under the same name has another identity. It holds within one run of one machine.
public struct ClipIdentity: Hashable, Sendable {
  /// One file's state.
  struct Stamp: Hashable, Sendable {
    var device: UInt64
    var inode: UInt64
    var bytes: Int64
    var seconds: Int
    var nanoseconds: Int
  }

  /// In order.
  let stamps: [Stamp]
}
