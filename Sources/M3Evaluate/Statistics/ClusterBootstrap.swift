import M3Core

/// Intervals by drawing clips with replacement.
///
/// Questions about one clip are not independent, so whole clips are drawn. Each clip enters as a vector of sums; a
/// statistic is any function of the total vector, so a replicate costs one addition a clip and not one a question.
public struct ClusterBootstrap: Sendable {
  /// Drawn 1,000 times unless told otherwise.
  public static let standardReplicates = 1000

  /// Sums by clip, clips in a stated order: [clip, sum], row-major.
  private let sums: [Double]
  private let width: Int
  private let clips: Int

  /// - Parameters:
  ///   - sums: [clip, sum], row-major.
  ///   - width: sums a clip.
  init(sums: [Double], width: Int) {
    precondition(width >= 1 && sums.count % width == 0, "every clip has as many sums")
    self.sums = sums
    self.width = width
    clips = sums.count / width
  }

  /// The sums over all clips, each once.
  var total: [Double] {
    var total = [Double](repeating: 0, count: width)
    for clip in 0..<clips { add(clip, to: &total) }
    return total
  }

  /// 95 % intervals of several statistics from the same draws.
  ///
  /// - Parameters:
  ///   - statistics: functions of a total vector; nil where a draw leaves nothing to divide by, which leaves that draw
  ///     out.
  /// - Returns: for each statistic the 2.5 and 97.5 per cent points, interpolated; nil with fewer than two clips or
  ///   draws.
  func intervals(
    _ statistics: [([Double]) -> Double?], replicates: Int, using generator: inout SeededGenerator
  ) -> [(low: Double, high: Double)?] {
    guard clips >= 2, replicates >= 2 else { return statistics.map { _ in nil } }
    var values = [[Double]](repeating: [], count: statistics.count)
    var total = [Double](repeating: 0, count: width)
    for _ in 0..<replicates {
      for position in total.indices { total[position] = 0 }
      for _ in 0..<clips { add(generator.index(below: clips), to: &total) }
      for (position, statistic) in statistics.enumerated() {
        if let value = statistic(total) { values[position].append(value) }
      }
    }
    return values.map { found in
      guard found.count >= 2 else { return nil }
      let sorted = found.sorted()
      return (sorted.quantile(0.025), sorted.quantile(0.975))
    }
  }

  private func add(_ clip: Int, to total: inout [Double]) {
    let first = clip * width
    for position in 0..<width { total[position] += sums[first + position] }
  }
}

extension [Double] {
  /// The quantile of a sorted list, interpolated between neighbours as NumPy does by default.
  func quantile(_ share: Double) -> Double {
    let place = share * Double(count - 1)
    let below = Int(place.rounded(.down))
    let above = Swift.min(below + 1, count - 1)
    return self[below] + (self[above] - self[below]) * (place - Double(below))
  }
}
