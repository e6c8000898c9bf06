public import M3Core

/// Which part of a run does which clips: the same on every machine, without anybody to coordinate.
///
/// Clips, dearest first, go to the part with the least work so far (longest processing time first); equals go by name
/// and by the lower part. All questions of a clip stay together, so that it is decoded and encoded once.
public struct ShardPlan: Equatable, Sendable {
  /// Which shard a clip belongs to, from 0.
  public let shards: [String: Int]
  /// Work of each shard, in the unit of the costs.
  public let loads: [Int]

  /// - Parameters:
  ///   - costs: work by clip, at least 0; for instance questions times planned tokens, plus the cost of decoding.
  ///   - count: how many shards.
  /// - Precondition: `count` is at least 1.
  public init(costs: [String: Int], count: Int) {
    precondition(count >= 1, "a run has at least one shard")
    var loads = [Int](repeating: 0, count: count)
    var shards: [String: Int] = [:]
    for (clip, cost) in costs.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      var lightest = 0
      for shard in loads.indices where loads[shard] < loads[lightest] { lightest = shard }
      shards[clip] = lightest
      let (sum, overflows) = loads[lightest].addingReportingOverflow(max(cost, 0))
      loads[lightest] = overflows ? .max : sum
    }
    self.shards = shards
    self.loads = loads
  }

  /// Shares out records by their clips.
  ///
  /// - Parameters:
  ///   - questionCost: work a question.
  ///   - clipCost: work a clip, for decoding and encoding.
  public init(_ records: [QuestionRecord], count: Int, questionCost: Int = 1, clipCost: Int = 1) {
    var costs: [String: Int] = [:]
    for record in records { costs[record.group, default: clipCost] += questionCost }
    self.init(costs: costs, count: count)
  }

  /// The records of one shard, in their order.
  public func records(_ records: [QuestionRecord], of shard: Int) -> [QuestionRecord] {
    records.filter { shards[$0.group] == shard }
  }
}
