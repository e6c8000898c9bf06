import M3Core

/// Which parts of a dataset's table a question counts in.
enum TypeLabels {
  static func labels(of record: QuestionRecord, metric: MetricName) -> [String] {
    switch metric {
    case .nextQA, .wups: nextQA(record.type)
    case .intentQA: record.type.map { [$0 == "TN" || $0 == "TP" ? "TN+TP" : $0] } ?? []
    case .activityNet: activityNet(record.type)
    case .videoMME: videoMME(record)
    default: record.type.map { [$0] } ?? []
    }
  }

  /// TP counts as TN; the groups are causal, temporal and descriptive.
  private static func nextQA(_ type: String?) -> [String] {
    guard let type, let first = type.first else { return [] }
    return [type == "TP" ? "TN" : type, String(first)]
  }

  private static func activityNet(_ type: String?) -> [String] {
    guard let type else { return [] }
    return Dataset.freeActivityTypes.contains(type) ? [type, "Free"] : [type]
  }

  private static func videoMME(_ record: QuestionRecord) -> [String] {
    var labels = ["duration", "domain"].compactMap { field in record.extra[field].map { "\(field): \($0)" } }
    if let type = record.type { labels.append("task: \(type)") }
    return labels
  }
}
