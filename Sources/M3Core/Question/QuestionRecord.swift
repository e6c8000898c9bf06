/// One question about one clip, the same for every dataset and for the synthetic world.
///
/// On disk it is JSON in snake case. What a dataset does not have is nil or empty, never invented.
public struct QuestionRecord: Codable, Equatable, Sendable {
  /// Unique in a run; made of the dataset's own ids, so that answers can be joined with other people's.
  public var key: String
  /// The dataset's canonical name, for instance `next-qa`.
  public var dataset: String
  /// For instance `val`; part of every number's name.
  public var split: String
  /// The clip's name without its folder, usually without an extension: see the dataset's rule for finding the file.
  public var media: String
  public var kind: MediaKind
  /// The stretch that the question is about, in seconds; nil for the whole clip.
  public var start: Double?
  public var end: Double?
  /// As the dataset writes it.
  public var question: String
  /// Options in order, or empty for an open question.
  public var choices: [String]
  /// The right option, from 0; nil for open questions and for splits without answers.
  public var answerIndex: Int?
  /// Accepted answers: several where several people were asked, none for splits without answers.
  public var answers: [String]
  /// The dataset's own question type.
  public var type: String?
  /// The clip that the question hangs on: questions of one group share a shard and count as one in intervals.
  public var group: String
  /// Where in the clip the answer is to be seen, where the dataset says so.
  public var evidence: [TimeSpan]
  /// Further fields of the dataset, by their own names.
  public var extra: [String: String]

  public init(
    key: String, dataset: String, split: String, media: String, kind: MediaKind = .video, start: Double? = nil,
    end: Double? = nil, question: String, choices: [String] = [], answerIndex: Int? = nil, answers: [String] = [],
    type: String? = nil, group: String? = nil, evidence: [TimeSpan] = [], extra: [String: String] = [:]
  ) {
    self.key = key
    self.dataset = dataset
    self.split = split
    self.media = media
    self.kind = kind
    self.start = start
    self.end = end
    self.question = question
    self.choices = choices
    self.answerIndex = answerIndex
    self.answers = answers
    self.type = type
    self.group = group ?? media
    self.evidence = evidence
    self.extra = extra
  }

  /// `next-qa:val`: a dataset's number is never named without its split.
  public var task: String { "\(dataset):\(split)" }

  /// Options that stand more than once, so that their text alone does not say which is meant.
  public var hasDuplicatedChoices: Bool { Set(choices).count < choices.count }
}
