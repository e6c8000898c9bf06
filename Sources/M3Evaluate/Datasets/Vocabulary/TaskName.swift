/// A dataset and its split, as users write them: `next-qa:val`.
public struct TaskName: Equatable, Sendable, CustomStringConvertible {
  public let dataset: String
  public let split: String

  public var description: String { "\(dataset):\(split)" }
}
