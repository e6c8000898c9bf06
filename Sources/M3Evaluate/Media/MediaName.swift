/// The names under which a clip's file may be found, and the extensions that count.
enum MediaName {
  /// Preferred first.
  static let videoExtensions = ["mp4", "avi", "mkv", "webm", "mov", "gif", "m4v", "mpg", "mpeg", "ts", "flv", "wmv"]
  static let imageExtensions = ["jpg", "jpeg", "png", "webp", "bmp", "gif", "tif", "tiff"]

  /// The name itself, with and without ActivityNet's `v_`, and what a map of ids says; most likely first.
  static func variations(of name: String, map: [String: String]) -> [String] {
    var names = [name]
    if let mapped = map[name] { names.append(mapped) }
    let (folder, last) = split(name)
    names.append(folder + "v_" + last)
    if last.hasPrefix("v_") { names.append(folder + last.dropFirst(2)) }
    return names
  }

  /// The folder part with its slash, and the last part.
  static func split(_ path: String) -> (folder: String, last: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    let next = path.index(after: slash)
    return (String(path[..<next]), String(path[next...]))
  }

  /// The path without a known extension, and that extension in lower case; nil for other files.
  static func stem(_ path: String, known: Set<String>) -> (stem: String, ending: String)? {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    let ending = path[path.index(after: dot)...].lowercased()
    guard known.contains(ending), !path[..<dot].isEmpty, !path[..<dot].hasSuffix("/") else { return nil }
    return (String(path[..<dot]), ending)
  }
}
