import M3Core
import M3Tensor

/// What a configuration tells about the training, at its top level in both kinds of file.
struct TrainingFacts {
  var context: Int?
  var scales: [VisualScale]?
  var optionScoring: OptionScoring?
  var isUntrained: Bool
  var elementType: ElementType?
  var notes: [CheckpointNote] = []

  init(_ object: ConfigurationObject) throws(ModelError) {
    if let quantization = object.first(["quantization_config"]) {
      let method = try object.object("quantization_config")?.string("quant_method") ?? quantization.value.summary
      throw object.unsupported("quantization_config", method, supported: "none")
    }
    context = try object.integer("tokenizer_model_max_length", in: Limits.context)
    scales = try Self.scales(object)
    optionScoring = try object.choice("m3_option_scoring")
    isUntrained = try object.bool("m3_untrained") ?? false
    if isUntrained { notes.append(.untrained) }
    if scales != nil, let sampling = try object.string("matryoshka_vis_token_sample"), sampling != "avg_pooling" {
      notes.append(.trainedSampling(sampling))
    }
    if let name = try object.string("dtype", "torch_dtype") {
      elementType = ElementType.allCases.first { name == $0.description || name == "torch.\($0)" }
      if elementType == nil { notes.append(.unknownElementType(name)) }
    }
  }

  /// `matryoshka_vis_token_scale`: a list, a string with commas, or one number.
  private static func scales(_ object: ConfigurationObject) throws(ModelError) -> [VisualScale]? {
    let key = "matryoshka_vis_token_scale"
    guard let value = object.first([key])?.value else { return nil }
    let counts: [Int?] =
      switch value {
      case .array(let elements): elements.map(\.whole)
      case .string(let text):
        text.split(separator: ",").map { part in Int(String(part.filter { $0 != " " })) }
      default: [value.whole]
      }
    let scales = Set(counts.compactMap { $0.flatMap(VisualScale.init(rawValue:)) })
    guard !counts.isEmpty, counts.allSatisfy({ $0.flatMap(VisualScale.init(rawValue:)) != nil }) else {
      let legal = VisualScale.allCases.map { "\($0.tokens)" }.joined(separator: ", ")
      throw object.wrong(key, value, expected: "scales among \(legal)")
    }
    return scales.sorted()
  }
}
