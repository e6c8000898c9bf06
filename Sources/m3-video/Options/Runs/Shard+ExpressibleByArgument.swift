public import ArgumentParser
public import M3Evaluate

extension RunSettings.Shard: ExpressibleByArgument {
  /// `3/16`.
  public init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], number >= 1, number <= count,
      count <= 1 << 16
    else { return nil }
    self.init(number: number, count: count)
  }
}
