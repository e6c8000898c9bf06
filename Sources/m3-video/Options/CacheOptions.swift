import ArgumentParser
import M3Core
import M3Engine

/// The flags that say how much of what the vision tower saw is kept for later questions.
struct CacheOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most memory for features of clips, such as 512MB; 0 keeps none (default: 1GB).", valueName: "size"),
    transform: ByteSize.parse)
  var cacheMemory: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most disk space for features, in half precision; 0 leaves the disk alone and keeps them exact (default: 4GB).",
      valueName: "size"), transform: ByteSize.parse)
  var cacheDisk: Int?

  /// In bytes.
  var memory: Int { cacheMemory ?? 1 << 30 }

  /// Nil when nothing is to be kept on the disk, or there is no place for it.
  func store(isQuiet: Bool) -> FeatureStore? {
    let limit = cacheDisk ?? 4 << 30
    guard limit > 0, let folder = CacheFolder.features else { return nil }
    return FeatureStore(path: folder, limit: limit) { note in
      if !isQuiet { StandardError().warning(note.message) }
    }
  }
}
