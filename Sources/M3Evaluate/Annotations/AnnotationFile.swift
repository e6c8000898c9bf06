import FoundationEssentials

/// The bytes of one annotation file, read whole and bounded.
struct AnnotationFile {
  /// No benchmark's annotations come near it; pictures in a table are the largest.
  static let defaultLimit = 2 << 30

  /// As the user named it; for messages.
  let name: String
  let bytes: [UInt8]

  init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// - Throws: `EvaluateError.unreadable`, `EvaluateError.tooLarge`.
  init(path: String, limit: Int = defaultLimit) throws(EvaluateError) {
    let attributes: [FileAttributeKey: Any]
    do {
      attributes = try FileManager.default.attributesOfItem(
        atPath: URL(filePath: path).resolvingSymlinksInPath().path)
    } catch {
      throw .unreadable(path: path, reason: "there is no such file")
    }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw .unreadable(path: path, reason: "it is not a regular file")
    }
    let size = (attributes[.size] as? Int) ?? Int(attributes[.size] as? UInt64 ?? 0)
    guard size <= limit else { throw .tooLarge(path: path, bytes: size, limit: limit) }
    do {
      let data = try Data(contentsOf: URL(filePath: path))
      guard data.count <= limit else { throw EvaluateError.tooLarge(path: path, bytes: data.count, limit: limit) }
      self.init(name: path, bytes: [UInt8](data))
    } catch let error as EvaluateError {
      throw error
    } catch {
      throw .unreadable(path: path, reason: "the file system refuses it")
    }
  }

  /// Where the text begins: after a byte order mark, if there is one.
  var start: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
}
