import Foundation

/// Where the program keeps what it can make again: `$XDG_CACHE_HOME/m3-video`, else `~/.cache/m3-video`.
enum CacheFolder {
  /// Nil when the environment names no place.
  static func path(_ environment: [String: String] = ProcessEnvironment.atStart) -> String? {
    // The standard says that relative paths are to be ignored.
    if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") { return "\(folder)/m3-video" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return "\(home)/.cache/m3-video"
  }

  /// Features of clips.
  static var features: String? { path().map { "\($0)/features" } }
}
