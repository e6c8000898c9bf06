/// One measured piece of work beside what the machine could do at best.
public struct BenchRow: Equatable, Sendable, Encodable {
  /// What a rate counts.
  public enum Unit: String, Sendable, Encodable {
    /// Floating point operations, two a multiply-add.
    case operations = "operations/s"
    case bytes = "bytes/s"
    case frames = "frames/s"
  }

  public var work: String
  /// Median.
  public var seconds: Double
  public var rate: Double
  public var unit: Unit
  /// The same unit; nil where no limit is known, or where the row is the limit.
  public var possible: Double?
  /// Where tiles of bfloat16 are, they do most of the work, so that the limit is theirs.
  public var onTiles: Bool
  /// What is to be known of the row.
  public var note: String?

  public init(
    _ work: String, seconds: Double, rate: Double, unit: Unit, onTiles: Bool = false, note: String? = nil
  ) {
    self.work = work
    self.seconds = seconds
    self.rate = rate
    self.unit = unit
    self.onTiles = onTiles
    self.note = note
  }

  /// Reached of what is possible, 0...1 but for noise.
  public var share: Double? { possible.map { rate / $0 } }
}
