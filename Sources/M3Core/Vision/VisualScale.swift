/// How many visual tokens one crop becomes: the granularity of Matryoshka pooling.
///
/// A crop is a 24 x 24 grid of patches; a scale pools windows of `window` x `window` patches into one token each
/// (arXiv 2405.17430, section 3; mu-cai/matryoshka-mm, llava/model/llava_arch.py). Only windows that divide 24 are
/// legal: the reference floors other values in silence, here they are refused.
public enum VisualScale: Int, CaseIterable, Sendable {
  case tokens1 = 1
  case tokens4 = 4
  case tokens9 = 9
  case tokens16 = 16
  case tokens36 = 36
  case tokens64 = 64
  case tokens144 = 144
  case tokens576 = 576

  /// Patches along one side of a crop.
  public static let gridSide = 24

  /// The scales that M3 checkpoints are trained at, coarse to fine (the paper, section 3.2).
  public static let trained: [VisualScale] = [.tokens1, .tokens9, .tokens36, .tokens144, .tokens576]

  /// The scale with so many tokens.
  ///
  /// - Throws: `CoreError.illegalScale` when no whole pooling window gives that count.
  public init(tokens: Int) throws(CoreError) {
    guard let scale = VisualScale(rawValue: tokens) else { throw .illegalScale(found: tokens) }
    self = scale
  }

  /// Visual tokens per crop.
  public var tokens: Int { rawValue }

  /// Tokens along one side of the pooled grid; `side * side == tokens`.
  public var side: Int {
    switch self {
    case .tokens1: 1
    case .tokens4: 2
    case .tokens9: 3
    case .tokens16: 4
    case .tokens36: 6
    case .tokens64: 8
    case .tokens144: 12
    case .tokens576: 24
    }
  }

  /// Patches along one side of a pooling window; `side * window == gridSide`.
  public var window: Int { Self.gridSide / side }
}

extension VisualScale: Comparable {
  public static func < (left: VisualScale, right: VisualScale) -> Bool { left.rawValue < right.rawValue }
}

extension VisualScale: Codable {
  public init(from decoder: any Decoder) throws {
    try self.init(tokens: decoder.singleValueContainer().decode(Int.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(tokens)
  }
}
