import Foundation
import Testing

/// The broken and odd clips that Tests/Nasty/make.sh makes, once a test run, and what is due for each.
enum NastyFiles {
  /// One row of expect.tsv; nil where nothing is asserted.
  struct Row: Sendable, CustomTestStringConvertible {
    let caseNumber: String
    let file: String
    let isPiped: Bool
    let isOk: Bool
    let frames: Int?
    let duration: Double?
    let width: Int?
    let height: Int?
    let wanted: Int
    let indices: [Int]?
    let says: String?

    var testDescription: String { "\(caseNumber) \(file.debugDescription)\(isPiped ? " (pipe)" : "") n=\(wanted)" }
  }

  static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Nasty/make.sh")

  /// The table stands in the script itself, so that the rows are known before any clip is made.
  static let rows: [Row] = {
    guard let text = try? String(contentsOf: script, encoding: .utf8),
      let start = text.range(of: "#case\t"), let end = text.range(of: "\nT\n", range: start.upperBound..<text.endIndex)
    else { return [] }
    return text[start.lowerBound..<end.lowerBound].split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map { $0 == "-" ? nil : String($0) }
      return Row(
        caseNumber: cells[0] ?? "",
        file: (cells[1] ?? "").replacing("\\t", with: "\t").replacing("\\n", with: "\n"),
        isPiped: cells[2] == "stdin", isOk: cells[3] == "ok", frames: cells[4].flatMap { Int($0) },
        duration: cells[5].flatMap(Double.init), width: cells[6].flatMap { Int($0) },
        height: cells[7].flatMap { Int($0) }, wanted: cells[8].flatMap { Int($0) } ?? 0,
        indices: cells[9].map { $0.split(separator: ",").compactMap { Int($0) } }, says: cells[10])
    }
  }()

  /// Where the clips are; made by the first who asks.
  static let folder: Result<URL, any Error> = Result {
    let folder = try Scratch.folder("nasty")
    try Tool.run("bash", [script.path, folder.path])
    return folder
  }

  static func path(_ file: String) throws -> String { try folder.get().path + "/" + file }
}
