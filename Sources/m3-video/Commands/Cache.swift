import ArgumentParser
import M3Core
import M3Engine

/// `m3-video cache`: what is kept on the disk of clips that were seen.
struct Cache: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what is kept on the disk of clips that were seen, or clear it.",
    discussion: """
      What the vision tower saw of a clip is kept in half precision, so that another question, also in another process, \
      decodes and encodes nothing again: in $XDG_CACHE_HOME/m3-video/features or ~/.cache/m3-video/features, up to \
      --cache-disk (4GB) in all; the least recently used goes first.
      """,
    subcommands: [Show.self, Clear.self], defaultSubcommand: Show.self)

  /// What is kept, for `--json`.
  private struct Kept: Encodable {
    var folder: String
    var files: Int
    var bytes: Int
    var clips: Int

    init(_ folder: String, _ contents: FeatureStore.Contents) {
      self.folder = folder
      (files, bytes, clips) = (contents.files, contents.bytes, contents.clips)
    }

    var text: String {
      "\(files) \(files == 1 ? "file" : "files"), \(ByteSize.text(bytes)), of \(clips) \(clips == 1 ? "clip" : "clips") in \(folder.escapedForTerminal)"
    }
  }

  private static func open() throws -> FeatureStore {
    guard let folder = CacheFolder.features else { throw NoCacheFolder() }
    return FeatureStore(path: folder, limit: .max)
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show how much is kept, and where.")

    @Flag(help: "Print it as JSON.")
    var json = false

    func run() async throws {
      try await runCommand {
        let store = try Cache.open()
        let kept = Kept(store.path, store.contents)
        if json { try StandardOutput.json(kept, pretty: true) } else { try StandardOutput.line(kept.text) }
      }
    }
  }

  struct Clear: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove all that is kept.")

    @Flag(help: "Print what was removed as JSON.")
    var json = false

    func run() async throws {
      try await runCommand {
        let store = try Cache.open()
        let kept = Kept(store.path, store.clear())
        if json { return try StandardOutput.json(kept, pretty: true) }
        try StandardOutput.line("removed \(kept.text)")
      }
    }
  }
}

/// The environment names no folder for caches.
struct NoCacheFolder: ExplainedError {
  var message: String { "there is no folder for caches: neither XDG_CACHE_HOME nor HOME is set to an absolute path" }
  var hint: String? { nil }
}
