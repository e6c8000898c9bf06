import CFFmpeg

/// What a folder of the world holds and how it was made: `world.json`.
public struct WorldCard: Equatable, Codable, Sendable {
  /// Of this file's layout.
  public var schema = 1
  public var name = Self.benchmark
  /// Of scenes, drawings and questions: another version is another benchmark.
  public var version = Self.worldVersion
  public var description =
    "Synthetic clips with questions whose needs differ by design: few tokens of many frames, or many tokens of few."
  public var license = "CC0-1.0"
  public var split: WorldSplit
  /// Clips asked for; their indices are 0 ..< clips.
  public var clips: Int
  /// Clips and annotations are all there.
  public var isComplete: Bool
  /// Lines of annotations.jsonl by family, open form and multiple choice alike.
  public var questions: [String: Int]
  /// FNV-1a, 64 bits, of annotations.jsonl, in hexadecimal.
  public var annotationsChecksum: String
  public var seedRule =
    "SplitMix64, started with mix(version << 56 | kind << 52 | split << 48 | index); clip 0, image 1; train 0, val 1, test 2"
  public var timings: WorldTimings
  public var encoder: EncoderSettings
  /// The encoding library: bytes are the same for the same library only.
  public var encoderLibrary: String

  /// The benchmark's name.
  public static let benchmark = "FlashLadder"
  /// Raised when scenes, drawings or questions change.
  public static let worldVersion = 1

  /// "libavcodec 59.37.100".
  static var library: String {
    let version = avcodec_version()
    return "libavcodec \(version >> 16).\(version >> 8 & 255).\(version & 255)"
  }

  init(split: WorldSplit, clips: Int, timings: WorldTimings, encoder: EncoderSettings) {
    self.split = split
    self.clips = clips
    isComplete = false
    questions = [:]
    annotationsChecksum = ""
    self.timings = timings
    self.encoder = encoder
    encoderLibrary = Self.library
  }

  /// Refuses a folder whose clips would not be the ones that this card describes.
  func check(against found: WorldCard, path: String) throws(WorldError) {
    func compare<Value: Equatable>(_ field: String, _ expected: Value, _ other: Value) throws(WorldError) {
      guard expected != other else { return }
      throw .otherWorld(path: path, field: field, expected: "\(expected)", found: "\(other)")
    }
    try compare("name", name, found.name)
    try compare("version", version, found.version)
    try compare("split", split, found.split)
    try compare("timings", timings.rawValue, found.timings.rawValue)
    try compare("encoder", encoder, found.encoder)
    try compare("encoder library", encoderLibrary, found.encoderLibrary)
  }
}
