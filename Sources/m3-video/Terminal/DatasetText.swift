import M3Core
import M3Evaluate

/// What `eval --list` prints.
enum DatasetText {
  static func text(_ dataset: Dataset) -> String {
    var lines = [
      "\(dataset.name): \(dataset.title)",
      "  tasks    \(dataset.tasks.joined(separator: ", "))",
      "  source   \(dataset.source)",
      "  licence  \(dataset.licence)",
      "  media    \(dataset.mediaFiles)",
      "  metrics  \(dataset.metrics.map(\.rawValue).joined(separator: ", "))",
    ]
    for (form, split, files) in dataset.files {
      lines.append("  \(split) (\(form))  \(files.joined(separator: " + "))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
