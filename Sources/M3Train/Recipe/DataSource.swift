public import M3World

/// Where a stage's samples come from.
public struct DataSource: Equatable, Codable, Sendable {
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// Single frames of the world with a label for each patch: pretraining of the vision tower.
    case worldPatches = "world-patches"
    /// Single frames of the world with questions.
    case worldImages = "world-images"
    /// Clips of the world with questions.
    case worldClips = "world-clips"
    /// LLaVA's conversations: JSON with image or video files and turns.
    case conversations
    /// The generic question format: a line of JSON for each question about a video.
    case questions
  }

  public var kind: Kind
  /// The file of `conversations` and `questions`.
  public var path: String?
  /// What the files' names inside are relative to; the folder of `path` if nil.
  public var root: String?
  /// The most questions about one clip.
  public var questions: Int?
  /// The share of the world's questions that are asked as multiple choice.
  public var choiceShare: Double?
  /// The share of the world's open questions that LLaVA's sentence for short answers follows (`ShortAnswer`).
  public var shortShare: Double?
  /// Clips' lengths and rates.
  public var timings: WorldTimings?
  /// Families that are asked about; all if nil.
  public var families: [WorldFamily]?
  /// Distinct scenes that training repeats; nil for a fresh scene each time.
  public var scenes: Int?

  public init(_ kind: Kind, path: String? = nil, root: String? = nil) {
    self.kind = kind
    self.path = path
    self.root = root
  }

  /// Patches have labels, and no questions are asked.
  public var isDense: Bool { kind == .worldPatches }
}
