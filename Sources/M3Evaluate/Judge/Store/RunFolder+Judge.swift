import Foundation
import M3Core

extension RunFolder {
  /// Who judges the answers.
  var judge: String { path + "/judge.json" }
  /// Every reply.
  var judgeLog: String { path + "/judge.jsonl" }

  /// Nil for a run that nobody judges.
  func judgeCard() throws(EvaluateError) -> JudgeCard? {
    guard FileManager.default.fileExists(atPath: judge) else { return nil }
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: judge)),
      let card = try? JSONDecoder.m3.decode(JudgeCard.self, from: data), card.schema == JudgeCard.currentSchema
    else { throw .notARun(folder: path, reason: "its judge.json is damaged or of another version") }
    return card
  }

  /// Calls a closure with each reply in order; of several about one answer the last one counts.
  func forEachVerdict(_ body: (JudgeRow) -> Void) throws(EvaluateError) {
    guard FileManager.default.fileExists(atPath: judgeLog) else { return }
    var reader = try RecordReader<JudgeRow>(judgeLog)
    while let row = try reader.next() { body(row) }
  }
}
