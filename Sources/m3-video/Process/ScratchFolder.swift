import Foundation
import M3Core
import M3Tensor

/// A folder for what is made on the way, removed with all in it when its owner goes.
final class ScratchFolder: Sendable {
  let path: String

  /// In memory where the system keeps such a place and it has room, else among the temporary files.
  ///
  /// - Parameter bytes: that will be needed.
  init(bytes: Int) throws(ScratchError) {
    let places = ["/dev/shm", FileManager.default.temporaryDirectory.path]
    for place in places where Self.free(place) > bytes + bytes / 4 {
      if let made = UniquePath.folder(beginning: "\(place)/m3-video-") {
        path = made
        return
      }
    }
    throw ScratchError(bytes: bytes, places: places)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private static func free(_ place: String) -> Int {
    let facts = try? FileManager.default.attributesOfFileSystem(forPath: place)
    return (facts?[.systemFreeSize] as? NSNumber)?.intValue ?? 0
  }
}

/// No place has room for temporary files.
struct ScratchError: ExplainedError {
  let bytes: Int
  let places: [String]

  var message: String {
    "there is no room for \(ByteSize.text(bytes)) of temporary files in \(places.joined(separator: " or "))"
  }
  var hint: String? { "free some, or name another folder with TMPDIR" }
}
