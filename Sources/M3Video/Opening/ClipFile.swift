import CFFmpeg
import Glibc

/// One regular file, opened once: everything about a clip is read through this descriptor, never by name again.
final class ClipFile {
  /// As the user named it.
  let name: String
  /// In bytes, when it was opened.
  let size: Int64
  let limits: ClipLimits
  let source: SourceHandle

  /// Opens a regular file without waiting for writers, terminals or devices.
  init(_ path: String, limits: ClipLimits) throws(VideoError) {
    guard !path.utf8.contains(0) else { throw .cannotOpen(path: path, code: ENOENT) }
    let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, code: errno) }
    do throws(VideoError) {
      size = try Self.sizeOfRegularFile(descriptor, path: path, limit: limits.bytes)
    } catch {
      close(descriptor)
      throw error
    }
    guard let source = SourceHandle(descriptor: descriptor, size: size) else { throw .outOfMemory(path: path) }
    self.source = source
    self.limits = limits
    name = path
  }

  private static func sizeOfRegularFile(
    _ descriptor: Int32, path: String, limit: Int64
  ) throws(VideoError) -> Int64 {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .cannotOpen(path: path, code: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .notRegular(path: path, kind: .directory)
    case S_IFIFO: throw .notRegular(path: path, kind: .pipe)
    case S_IFCHR, S_IFBLK: throw .notRegular(path: path, kind: .device)
    case S_IFSOCK: throw .notRegular(path: path, kind: .socket)
    default: throw .notRegular(path: path, kind: .other)
    }
    guard status.st_size > 0 else { throw .empty(path: path) }
    guard status.st_size <= limit else { throw .tooLarge(path: path, bytes: Int64(status.st_size), limit: limit) }
    return Int64(status.st_size)
  }

  /// Up to `count` bytes from `offset`; fewer at the end of the file or where it cannot be read.
  func bytes(at offset: Int64, count: Int) -> [UInt8] {
    guard offset >= 0, offset < size else { return [] }
    let wanted = Int(min(Int64(count), size - offset))
    return unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
      let got = unsafe cffmpeg_source_read(source.pointer, offset, buffer.baseAddress, Int64(wanted))
      initialized = max(0, Int(got))
    }
  }

  /// Begins an operation: fresh limits on what may be read, and the first deadline.
  func beginOperation(seconds: Double) {
    unsafe cffmpeg_source_set_allowance(source.pointer, limits.allowance(fileBytes: size))
    unsafe cffmpeg_source_set_deadline(source.pointer, seconds)
  }

  /// Begins to read a packet or to seek; what the caller does in between takes none of the time.
  func beginStep() {
    unsafe cffmpeg_source_set_deadline(source.pointer, limits.secondsWithoutProgress)
  }

  var bytesRead: Int64 { unsafe cffmpeg_source_bytes_read(source.pointer) }
  var refusedOpens: Int { unsafe Int(cffmpeg_source_refused_opens(source.pointer)) }
  /// The first other file that the clip wanted opened.
  var refusedName: String { unsafe String(cString: cffmpeg_source_refused_name(source.pointer)) }

  /// The limit that stopped reading, if it was one.
  func limitReached(seconds: Double) -> VideoError? {
    if unsafe cffmpeg_source_timed_out(source.pointer) != 0 { return .timedOut(path: name, seconds: seconds) }
    if unsafe cffmpeg_source_overran(source.pointer) != 0 { return .readTooMuch(path: name) }
    return nil
  }
}

/// Owns a descriptor and the record of what reading it may cost.
@safe struct SourceHandle: ~Copyable {
  let pointer: OpaquePointer

  /// Takes over the descriptor, also when it fails.
  init?(descriptor: Int32, size: Int64) {
    guard let pointer = unsafe cffmpeg_source_alloc(descriptor, size) else { return nil }
    unsafe self.pointer = pointer
  }

  deinit { unsafe cffmpeg_source_free(pointer) }
}
