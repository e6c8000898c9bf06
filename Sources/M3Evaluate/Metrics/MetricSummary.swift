/// A dataset's numbers: the headline, its parts, and the account of what was not answered.
public struct MetricSummary: Codable, Equatable, Sendable {
  /// One line of the dataset's table.
  public struct Part: Codable, Equatable, Sendable {
    public var name: String
    public var estimate: Estimate
  }

  /// Version of this layout on disk.
  public static let currentSchema = 1

  public var schema = currentSchema
  public var metric: MetricName
  /// What the headline is, for instance `accuracy` or `mean of types`.
  public var headlineName: String
  /// Over all questions asked: one without an answer counts as wrong.
  public var headline: Estimate
  /// Other numbers of the official table, then one accuracy a label, sorted by name.
  public var parts: [Part]
  /// Questions that count.
  public var asked: Int
  /// Answers that could not be read; wrong.
  public var unparsed: Int
  /// Questions without an answer, for instance because the clip is missing; wrong.
  public var failed: Int
  /// Questions left out, as the split has no answers to them.
  public var unscored: Int
  public var replicates: Int
  public var seed: UInt64

  /// Share of the questions whose answer could not be read.
  public var unparsedShare: Double { asked == 0 ? 0 : Double(unparsed) / Double(asked) }

  /// What must stand beside the headline, or nil when every question was answered and read.
  public var caveat: String? {
    var parts: [String] = []
    if failed > 0 { parts.append("\(failed) of \(asked) questions have no answer and count as wrong") }
    if unparsed > 0 { parts.append("\(unparsed) of \(asked) answers could not be read and count as wrong") }
    if unscored > 0 { parts.append("\(unscored) questions have no public answer and are left out") }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}
