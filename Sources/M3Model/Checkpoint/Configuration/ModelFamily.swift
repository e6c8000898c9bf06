/// Whose configuration a `config.json` is.
enum ModelFamily {
  case huggingFace
  case original

  /// Decides by `model_type`; LLaVA before 1.5 wrote `llava`, as Hugging Face does, but named its tower.
  ///
  /// - Throws: `ModelError.unsupported` for any other model.
  init(_ config: ConfigurationObject) throws(ModelError) {
    switch try config.string("model_type") {
    case "llava_llama": self = .original
    case "llava" where config.has("mm_vision_tower"): self = .original
    case "llava", "llava_next": self = .huggingFace
    case let other?:
      throw config.unsupported("model_type", other, supported: "llava, llava_next, llava_llama")
    case nil: throw .missingKey(path: config.file, key: "model_type")
    }
  }
}
