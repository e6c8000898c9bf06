/// What a tensor's name on the disk means, whatever the layout.
///
/// The canonical keys are those of Hugging Face in memory without the leading `model.`.
enum CanonicalName: Equatable {
  case key(String)
  /// Known, and never read by the model.
  case unused(UnusedSort)
  case unknown

  /// Why tensors are in checkpoints that no pass reads.
  enum UnusedSort: String, CaseIterable {
    case rotaryFrequencies = "rotary frequencies, which are computed"
    case positionNumbers = "position numbers, which are computed"
    case lastNorm = "the norm after the vision tower's last layer, which is not run"
    case laterLayers = "vision layers after the tapped one, which are not run"
    case contrastive = "parts of CLIP beside its vision tower"
    case newline = "the newline vector, which this way of merging crops does not use"
  }

  /// Reads a name.
  ///
  /// - Parameter isTowerOnly: the file is a CLIP model, which brings the vision tower alone.
  init(_ name: String, isTowerOnly: Bool = false) {
    if isTowerOnly, Self.contrastive.contains(where: name.hasPrefix) {
      self = .unused(.contrastive)
      return
    }
    for (prefix, canonical) in isTowerOnly ? Self.towerPrefixes : Self.prefixes where name.hasPrefix(prefix) {
      let rest = name.dropFirst(prefix.count)
      self = Self.unusedSort(canonical, rest).map(Self.unused) ?? .key(canonical + rest)
      return
    }
    if !isTowerOnly, name.hasPrefix(Self.projector), let key = Self.projectorKey(name.dropFirst(Self.projector.count)) {
      self = .key(key)
      return
    }
    self = .unknown
  }

  /// First match counts, so longer prefixes stand first.
  private static let prefixes: [(String, String)] = [
    ("model.vision_tower.vision_tower.vision_model.", "vision_tower."),
    ("model.vision_tower.vision_model.", "vision_tower."),
    ("vision_tower.vision_model.", "vision_tower."),
    ("model.vision_tower.", "vision_tower."),
    ("vision_tower.", "vision_tower."),
    ("model.multi_modal_projector.", "multi_modal_projector."),
    ("multi_modal_projector.", "multi_modal_projector."),
    ("model.image_newline", "image_newline"),
    ("image_newline", "image_newline"),
    ("language_model.lm_head.", "lm_head."),
    ("lm_head.", "lm_head."),
    ("language_model.model.", "language_model."),
    ("model.language_model.", "language_model."),
    ("language_model.", "language_model."),
    ("model.embed_tokens.", "language_model.embed_tokens."),
    ("model.layers.", "language_model.layers."),
    ("model.norm.", "language_model.norm."),
  ]

  private static let towerPrefixes: [(String, String)] = [
    ("vision_model.", "vision_tower."), ("vision_tower.vision_model.", "vision_tower."),
  ]

  private static let contrastive = [
    "text_model.", "visual_projection.", "text_projection.", "logit_scale", "logit_bias",
  ]

  private static let projector = "model.mm_projector."

  /// The original layout counts the activations between the linear layers: 0, 2, 4; a single one has no number.
  private static func projectorKey(_ rest: Substring) -> String? {
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return "multi_modal_projector.linear_1.\(parts[0])"
    case 2:
      guard let position = Int(parts[0]), position >= 0, position % 2 == 0, "\(position)" == parts[0] else {
        return nil
      }
      return "multi_modal_projector.linear_\(position / 2 + 1).\(parts[1])"
    default: return nil
    }
  }

  private static func unusedSort(_ canonical: String, _ rest: Substring) -> UnusedSort? {
    switch canonical {
    case "vision_tower.":
      if rest == "embeddings.position_ids" { return .positionNumbers }
      return rest.hasPrefix("post_layernorm.") ? .lastNorm : nil
    case "language_model.", "language_model.layers.":
      return rest.hasSuffix(".rotary_emb.inv_freq") || rest == "rotary_emb.inv_freq" ? .rotaryFrequencies : nil
    default: return nil
    }
  }
}
