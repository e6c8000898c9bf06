/// run.json: what a run is, who makes it, and what it has to do; written once, when the run begins.
public struct RunCard: Codable, Equatable, Sendable {
  /// Version of this layout on disk.
  public static let currentSchema = 1

  public var schema = currentSchema
  public var settings: RunSettings
  /// Of the program.
  public var version: String
  /// The checkpoint's folder, as it was named.
  public var modelName: String
  /// Where the clips are, as it was named.
  public var videos: String
  /// The files that the questions were read from.
  public var annotationFiles: [String]
  /// Facts about the machine, from the caller.
  public var host: [String: String]
  /// Questions of this run, after limit and shard.
  public var questions: Int
  /// Answers that the run consists of: questions times plans.
  public var answers: Int
  public var clips: Int
  /// Clips of this run without a file, by name.
  public var missingClips: [String]
  /// Clips of this run that several files answer to, by name; they count as missing.
  public var ambiguousClips: [String]
  /// Rows of the annotations that hold no question which could be asked, and remarks on the rest.
  public var notes: [String]

  public init(
    settings: RunSettings, version: String, modelName: String, videos: String, annotationFiles: [String],
    host: [String: String], questions: Int, clips: Int, missingClips: [String], ambiguousClips: [String],
    notes: [String]
  ) {
    self.settings = settings
    self.version = version
    self.modelName = modelName
    self.videos = videos
    self.annotationFiles = annotationFiles
    self.host = host
    self.questions = questions
    answers = questions * settings.plans.count
    self.clips = clips
    self.missingClips = missingClips
    self.ambiguousClips = ambiguousClips
    self.notes = notes
  }
}
