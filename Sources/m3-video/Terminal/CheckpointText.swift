import M3Core
import M3Model

/// A checkpoint's summary as lines for a terminal.
struct CheckpointText {
  private let folder: String
  private let summary: CheckpointSummary

  init(_ checkpoint: Checkpoint) {
    folder = checkpoint.folder
    summary = checkpoint.summary
  }

  var text: String {
    let width = rows.map(\.0.count).max() ?? 0
    let lines = rows.map { name, value in
      name + String(repeating: " ", count: width + 2 - name.count) + value.escapedForTerminal
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var rows: [(String, String)] {
    let (vision, language) = (summary.shape.vision, summary.shape.language)
    var rows = [
      ("folder", folder),
      ("kind", summary.kind.rawValue),
      ("names", summary.layout.rawValue),
      ("parameters", "\(millions(summary.parameters)): \(parts)"),
      (
        "stored as",
        "\(types); \(summary.files.count) file\(summary.files.count == 1 ? "" : "s"), \(megabytes(summary.bytes))"
      ),
      (
        "vision tower",
        "\(vision.layers) of \(summary.storedVisionLayers) layers run, \(vision.hidden) wide, \(vision.heads) heads, crops of \(summary.cropSide) x \(summary.cropSide) in patches of \(vision.patchSide)"
      ),
      ("projector", summary.shape.projector.map(String.init).joined(separator: " -> ")),
      (
        "language model",
        "\(language.layers) layers, \(language.hidden) wide, \(language.heads) heads (\(language.keyValueHeads) for keys and values), \(language.vocabulary) tokens"
      ),
      ("context", "\(summary.context) tokens\(summary.trainedContext.map { ", trained with \($0)" } ?? "")"),
      (
        "scales",
        summary.trainedScales.map { $0.map { String($0.tokens) }.joined(separator: ", ") }
          ?? "not trained for M3's scales"
      ),
      ("frame to crop", summary.cropFit.rawValue),
      ("options", "by \((summary.optionScoring ?? .letter).rawValue)"),
    ]
    if let anyres = summary.anyres {
      let canvases = anyres.pinpoints.map { "\($0.width) x \($0.height)" }.joined(separator: ", ")
      rows.append(("pictures", "anyres on \(canvases); merged \(anyres.merge.rawValue)"))
    }
    rows.append(("fingerprint", summary.fingerprint))
    for note in summary.notes { rows.append(("note", note)) }
    return rows
  }

  private var parts: String {
    [("vision", summary.visionTower), ("projector", summary.projector), ("language", summary.languageModel)]
      .map { "\($0.0) \(millions($0.1.parameters))" }.joined(separator: ", ")
  }

  private var types: String {
    summary.elementTypes.map { "\($0.type) \(megabytes($0.amount.bytes))" }.joined(separator: ", ")
  }

  private func millions(_ count: Int) -> String {
    count >= 1_000_000_000 ? "\((Double(count) / 1e9).short) G" : "\((Double(count) / 1e6).short) M"
  }

  private func megabytes(_ bytes: Int) -> String { "\((Double(bytes) / 1e6).short) MB" }
}
