public import M3Core

/// A benchmark, described: what it is called, where it comes from, how it is asked and scored, which files it needs.
public struct Dataset: Sendable {
  /// A part of a dataset with questions of its own.
  public struct Split: Equatable, Sendable {
    public let name: String
    /// How many questions it officially has.
    public let rows: Int?
    /// Numeric ids that belong to it, where ids tell splits apart.
    public let ids: ClosedRange<Int>?

    public init(_ name: String, rows: Int? = nil, ids: ClosedRange<Int>? = nil) {
      self.name = name
      self.rows = rows
      self.ids = ids
    }
  }

  /// Canonical, for instance `next-qa`.
  public let name: String
  /// One line on what it asks.
  public let title: String
  public let kind: MediaKind
  /// The first one is the official rule.
  public let metrics: [MetricName]
  /// Where annotations and media are to be had.
  public let source: String
  public let licence: String
  /// What the media files are called.
  public let mediaFiles: String
  /// The first one is the split that the M3 paper's protocol uses.
  public let splits: [Split]
  /// In the order in which they are looked for.
  let forms: [DatasetForm]

  /// The names of the annotation forms that can be read, with the files of each by split.
  public var files: [(form: String, split: String, files: [String])] {
    splits.flatMap { split in
      forms.compactMap { form in
        form.files[split.name].map { (form.name, split.name, $0.map(\.description)) }
      }
    }
  }

  /// The splits' task names, for instance `next-qa:val`.
  public var tasks: [String] { splits.map { "\(name):\($0.name)" } }

  /// The split of that name.
  ///
  /// - Throws: `EvaluateError.unknownSplit`.
  public func split(_ name: String) throws(EvaluateError) -> Split {
    guard let split = splits.first(where: { $0.name == name }) else {
      throw .unknownSplit(dataset: self.name, split: name, known: splits.map(\.name))
    }
    return split
  }
}

extension Dataset {
  /// The dataset of that canonical name.
  ///
  /// - Throws: `EvaluateError.unknownDataset`.
  public static func named(_ name: String) throws(EvaluateError) -> Dataset {
    guard let dataset = all.first(where: { $0.name == name }) else {
      throw .unknownDataset(name: name, known: all.map(\.name))
    }
    return dataset
  }

  /// Finds dataset and split of a task's name; a dataset's name alone means its first split.
  ///
  /// - Throws: `EvaluateError.unknownDataset`, `EvaluateError.unknownSplit`.
  public static func task(_ text: String) throws(EvaluateError) -> (dataset: Dataset, task: TaskName) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let dataset = try named(String(parts[0]))
    let split = try parts.count > 1 ? dataset.split(String(parts[1])) : dataset.splits[0]
    return (dataset, TaskName(dataset: dataset.name, split: split.name))
  }
}
