/// What a dataset's clips are: videos, or pictures that stand for clips of one frame.
public enum MediaKind: String, Codable, Sendable {
  case video
  case image
}
