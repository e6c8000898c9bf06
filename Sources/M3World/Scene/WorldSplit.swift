/// Which part of the world a scene belongs to.
public enum WorldSplit: String, CaseIterable, Codable, Sendable {
  case train, val, test

  fileprivate var code: UInt64 {
    switch self {
    case .train: 0
    case .val: 1
    case .test: 2
    }
  }
}

/// A moving scene or a single frame.
public enum SceneKind: String, CaseIterable, Codable, Sendable {
  case clip, image

  fileprivate var code: UInt64 { self == .clip ? 0 : 1 }
}

/// Where a scene's chance comes from.
public enum WorldSeed {
  /// Scenes of one split and kind that have a seed of their own.
  public static let maximumIndex = 1 << 48

  /// The seed of a scene: kind, split and index side by side in 64 bits, then a bijection of 64 bits, so that no two
  /// scenes of any split share one.
  ///
  /// - Precondition: `index` is in `0 ..< maximumIndex`.
  public static func of(split: WorldSplit, kind: SceneKind, index: Int) -> UInt64 {
    precondition((0..<maximumIndex).contains(index), "a scene's index is in 0 ..< 2^48")
    let version: UInt64 = 1
    return WorldGenerator.mix(version << 56 | kind.code << 52 | split.code << 48 | UInt64(index))
  }
}
