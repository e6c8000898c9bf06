/// The questions that can be browsed, with what each run or plan made of them.
///
/// Everything here is foreign text; the page writes it as text and nothing else.
public struct SampleSet: Equatable, Sendable {
  /// A run, or a plan of a sweep.
  public var columns: [String]
  /// The column that is shown first.
  public var firstColumn: Int
  public var questions: [SampleQuestion]
  /// Questions that the runs hold, of which those here are some.
  public var total: Int
  public var frameSets: [FrameSet]
  /// JPEG files in Base64.
  public var pictures: [String]
  /// How the choice was made and bounded, a sentence each.
  public var notes: [String]

  public init(
    columns: [String], firstColumn: Int = 0, questions: [SampleQuestion], total: Int, frameSets: [FrameSet] = [],
    pictures: [String] = [], notes: [String]
  ) {
    self.columns = columns
    self.firstColumn = firstColumn
    self.questions = questions
    self.total = total
    self.frameSets = frameSets
    self.pictures = pictures
    self.notes = notes
  }
}

/// The frames that an answer was given from.
public struct FrameSet: Equatable, Sendable, Encodable {
  public struct Frame: Equatable, Sendable, Encodable {
    /// In seconds from the first shown frame.
    public var time: Double
    /// Among the set's pictures.
    public var picture: Int

    public init(time: Double, picture: Int) {
      self.time = time
      self.picture = picture
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode((time * 100).rounded() / 100)
      try container.encode(picture)
    }
  }

  /// Frames that the model saw, of which those here are some.
  public var seen: Int
  public var frames: [Frame]
  /// Why frames are not here.
  public var note: String?

  public init(seen: Int, frames: [Frame] = [], note: String? = nil) {
    self.seen = seen
    self.frames = frames
    self.note = note
  }

  private enum CodingKeys: String, CodingKey {
    case seen = "n"
    case frames = "f"
    case note = "m"
  }
}
