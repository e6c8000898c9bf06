/// How a checkpoint names its tensors on the disk.
public enum CheckpointLayout: String, Codable, CaseIterable, Sendable {
  /// haotian-liu/LLaVA and mu-cai/matryoshka-mm: `model.layers`, `model.mm_projector`.
  case original
  /// Hugging Face transformers up to 4.51: `language_model.model`, `vision_tower.vision_model`.
  case huggingFace4 = "hugging-face-4"
  /// The names that transformers 4.52 and later use in memory: `model.language_model`.
  case huggingFace452 = "hugging-face-4.52"
  /// Hugging Face transformers 5: `language_model.model`, `vision_tower.encoder`.
  case huggingFace5 = "hugging-face-5"

  /// What the names of a checkpoint show, if they are of a model that is known here.
  init?(names: some Sequence<String>) {
    var isHuggingFace = false
    var hasVisionModel = false
    for name in names {
      if name.hasPrefix("model.layers.") || name.hasPrefix("model.mm_projector.") {
        self = .original
        return
      }
      if name.hasPrefix("model.language_model.") {
        self = .huggingFace452
        return
      }
      if name.hasPrefix("language_model.") { isHuggingFace = true }
      if name.hasPrefix("vision_tower.vision_model.") { hasVisionModel = true }
    }
    guard isHuggingFace else { return nil }
    self = hasVisionModel ? .huggingFace4 : .huggingFace5
  }
}
