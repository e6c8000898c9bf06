import M3Core
import M3Model

/// The language model's state after a prompt's beginning and its visual tokens, so that a further question about the
/// clip costs only its own tokens.
struct PrefixMemory {
  /// What the state depends on.
  struct Key: Equatable {
    let sight: Sight
    let layout: Layout
    let slots: [FramePlan.Slot]
    /// Token ids before the visual tokens.
    let before: [Int32]
  }

  let key: Key
  /// Cut back to `count` before each question.
  let cache: KeyValueCache
  /// Tokens of the prefix.
  let count: Int
}
