/// How many linear layers the projector has, by LLaVA's grammar (`mm_projector_type`).
enum ProjectorConfiguration {
  /// `identity` has none, `linear` one, `mlpNx_gelu` N; between them stands GELU.
  static func linearCount(_ object: ConfigurationObject) throws(ModelError) -> Int {
    let key = "mm_projector_type"
    let type = try object.string(key) ?? "linear"
    switch type {
    case "identity": return 0
    case "linear": return 1
    default:
      let supported = "identity, linear, mlp1x_gelu to mlp16x_gelu"
      guard type.hasPrefix("mlp"), type.hasSuffix("x_gelu"), let count = Int(type.dropFirst(3).dropLast(6)),
        (1...16).contains(count)
      else { throw object.unsupported(key, type, supported: supported) }
      return count
    }
  }

  /// Widths along the projector; every layer but the first keeps the language model's.
  static func widths(linears: Int, vision: Int, language: Int) -> [Int] {
    [vision] + Array(repeating: language, count: linears)
  }
}
