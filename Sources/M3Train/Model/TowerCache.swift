import M3Core
import M3Tensor
import Synchronization

/// What frozen parts of a model made of pictures that come again: the tower's patches, or the projector's pooled tokens.
///
/// It is kept until memory is full, the first ones met. Threads may use it at once.
public final class TowerCache: Sendable {
  /// How far pictures have come.
  public enum Depth: Sendable {
    /// The tower's patches, [576, tower width]: the projector may change.
    case patches
    /// The projector's tokens at each scale, [tokens, language width]: neither tower nor projector changes.
    case tokens
  }

  private struct Key: Hashable {
    var picture: UInt64
    /// Nil for patches.
    var scale: VisualScale?
  }

  private struct Kept {
    var values: [Key: [Float]] = [:]
    var bytes = 0
  }

  private let kept = Mutex(Kept())
  public let depth: Depth
  /// Bytes of values at most.
  public let capacity: Int

  public init(_ depth: Depth, capacity: Int) {
    self.depth = depth
    self.capacity = capacity
  }

  public var isEmpty: Bool { kept.withLock { $0.values.isEmpty } }

  /// Copies a picture's values; false when they are not here.
  ///
  /// - Parameter scale: of tokens; nil for patches.
  func copy(_ picture: UInt64, _ scale: VisualScale?, to view: MatrixView) -> Bool {
    guard let values = kept.withLock({ $0.values[Key(picture: picture, scale: scale)] }) else { return false }
    view.copy(values)
    return true
  }

  func keep(_ view: MatrixView, as picture: UInt64, _ scale: VisualScale?) {
    let key = Key(picture: picture, scale: scale)
    let bytes = view.rows * view.columns * MemoryLayout<Float>.stride
    guard kept.withLock({ $0.bytes + bytes <= capacity && $0.values[key] == nil }) else { return }
    let values = view.values
    kept.withLock { kept in
      guard kept.bytes + bytes <= capacity, kept.values[key] == nil else { return }
      kept.values[key] = values
      kept.bytes += bytes
    }
  }
}
