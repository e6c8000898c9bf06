import Crypto
import Foundation
public import M3Core
import M3Engine

/// The questions of a run in the order in which they are asked: clip by clip, so that each clip is seen once.
public struct RunOrder: Sendable {
  /// A clip's questions.
  struct ClipQuestions: Sendable {
    let media: String
    /// Those of this shard.
    let records: [QuestionRecord]
    /// Each one's place among the clip's questions.
    let places: [Int]
    /// The clip's questions in all shards together.
    let total: Int
    /// Number of the clip's first answer among those of all shards.
    let first: Int

    /// The number of an answer: a plan's answers to all questions stand together.
    func number(plan: Int, question: Int) -> Int { first + plan * total + places[question] }

    /// Questions that are asked together under a plan: the same ones, wherever a run was interrupted.
    var groups: [Range<Int>] {
      stride(from: 0, to: records.count, by: VideoEngine.mostTogether).map {
        $0..<min($0 + VideoEngine.mostTogether, records.count)
      }
    }
  }

  let clips: [ClipQuestions]

  /// - Parameters:
  ///   - limit: only so many of the records, the first ones.
  ///   - shard: only the clips of one part.
  ///   - plans: answers a question.
  public init(_ records: [QuestionRecord], limit: Int?, shard: RunSettings.Shard?, plans: Int) {
    let asked = limit.map { Array(records.prefix($0)) } ?? records
    var media: [String] = []
    var byMedia: [String: [QuestionRecord]] = [:]
    for record in asked {
      if byMedia[record.media] == nil { media.append(record.media) }
      byMedia[record.media, default: []].append(record)
    }
    let part = shard.map { (plan: ShardPlan(asked, count: $0.count), number: $0.number - 1) }
    var clips: [ClipQuestions] = []
    var first = 0
    for name in media {
      let questions = byMedia[name] ?? []
      defer { first += questions.count * plans }
      // Questions of one file may belong to several groups, or one group to several files.
      let places = questions.indices.filter { place in
        part.map { $0.plan.shards[questions[place].group] == $0.number } ?? true
      }
      guard !places.isEmpty else { continue }
      clips.append(
        ClipQuestions(
          media: name, records: places.map { questions[$0] }, places: places, total: questions.count, first: first))
    }
    self.clips = clips
  }

  public var clipCount: Int { clips.count }

  /// All records of the run.
  public var records: [QuestionRecord] { clips.flatMap(\.records) }
}

extension [QuestionRecord] {
  /// SHA-256 over the records, in hexadecimal: the same for the same questions in the same order.
  public func annotationsHash() throws -> String {
    var hash = SHA256()
    let encoder = JSONEncoder.m3
    for record in self { hash.update(data: try encoder.encode(record) + Data([0x0A])) }
    return hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
