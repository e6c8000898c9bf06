import Glibc

/// Files and folders of names that nothing else has, made by the system.
package enum UniquePath {
  /// Makes a file, open for reading and writing, that other programs do not inherit.
  ///
  /// - Parameter path: what its name begins with.
  /// - Returns: nil when the system refuses; `errno` says why.
  package static func file(beginning path: String) -> (path: String, descriptor: CInt)? {
    var template = template(path)
    let number = unsafe mkstemp(&template)
    guard number >= 0 else { return nil }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    return (text(template), number)
  }

  /// Makes a folder that only its owner may enter.
  ///
  /// - Parameter path: what its name begins with.
  /// - Returns: its path; nil when the system refuses; `errno` says why.
  package static func folder(beginning path: String) -> String? {
    var template = template(path)
    return unsafe mkdtemp(&template) == nil ? nil : text(template)
  }

  private static func template(_ path: String) -> [CChar] { Array("\(path)XXXXXX".utf8CString) }

  private static func text(_ template: [CChar]) -> String {
    String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
