import M3Core
import M3Tensor

/// The part of a configuration about the LLaMA language model, which both kinds of file spell alike.
///
/// A key that is left out has transformers' default (`LlamaConfig`): Hugging Face does not write those.
struct LanguageConfiguration {
  var shape: ModelShape.Language
  var rmsNormEpsilon: Float
  var ropeTheta: Double
  var bosTokenID: Int
  var eosTokenIDs: [Int]

  init(_ object: ConfigurationObject) throws(ModelError) {
    try object.require("hidden_act", "silu")
    try object.require("attention_bias", false)
    try object.require("mlp_bias", false)
    let hidden = try object.integer("hidden_size", in: Limits.width) ?? 4096
    let heads = try object.integer("num_attention_heads", in: Limits.heads) ?? 32
    let keyValueHeads = try object.integer("num_key_value_heads", in: Limits.heads) ?? heads
    guard heads % keyValueHeads == 0 else {
      throw object.wrong(
        "num_key_value_heads", .number(.whole(keyValueHeads)), expected: "a divisor of the \(heads) attention heads")
    }
    let stated = try object.integer("head_dim", in: 2...Limits.headWidth)
    guard stated != nil || hidden % heads == 0 else {
      throw object.wrong(
        "num_attention_heads", .number(.whole(heads)), expected: "a divisor of the hidden size \(hidden)")
    }
    let headWidth = stated ?? hidden / heads
    guard headWidth % 2 == 0, headWidth <= Limits.headWidth else {
      throw object.wrong(
        "head_dim", .number(.whole(headWidth)), expected: "an even number up to \(Limits.headWidth)")
    }
    shape = ModelShape.Language(
      hidden: hidden,
      layers: try object.integer("num_hidden_layers", in: Limits.layers) ?? 32,
      heads: heads, keyValueHeads: keyValueHeads, headWidth: headWidth,
      mlp: try object.integer("intermediate_size", in: Limits.width) ?? 11008,
      vocabulary: try object.integer("vocab_size", in: Limits.vocabulary) ?? 32000,
      context: try object.integer("max_position_embeddings", in: Limits.context) ?? 2048)
    rmsNormEpsilon = Float(try object.number("rms_norm_eps", in: Limits.epsilon) ?? 1e-6)
    ropeTheta = try Self.ropeTheta(object)
    bosTokenID = try object.integer("bos_token_id", in: 0...Limits.vocabulary.upperBound) ?? 1
    eosTokenIDs = try Self.eosTokenIDs(object)
  }

  /// Old files say `rope_theta` beside `rope_scaling`, new ones `rope_parameters` with both in it.
  private static func ropeTheta(_ object: ConfigurationObject) throws(ModelError) -> Double {
    let range = 1.0...1e12
    let theta = try object.number("rope_theta", in: range)
    let partial = try object.number("partial_rotary_factor", in: 0...1) ?? 1
    guard partial == 1 else { throw object.unsupported("partial_rotary_factor", "\(partial)", supported: "1") }
    if let scaling = try object.object("rope_scaling") { try checkUnscaled(scaling) }
    if let parameters = try object.object("rope_parameters") {
      try checkUnscaled(parameters)
      if let inner = try parameters.number("rope_theta", in: range) { return inner }
    }
    return theta ?? 10000
  }

  /// Only frequencies as they were trained are supported: type `default`, or `linear` by 1.
  private static func checkUnscaled(_ scaling: ConfigurationObject) throws(ModelError) {
    guard let (key, value) = scaling.first(["rope_type", "type"]) else { return }
    let type = try scaling.string(key) ?? value.summary
    let factor = try scaling.number("factor", in: 0...1e6) ?? 1
    guard type == "default" || (type == "linear" && factor == 1) else {
      throw scaling.unsupported(key, factor == 1 ? type : "\(type) by \(factor)", supported: "default")
    }
  }

  private static func eosTokenIDs(_ object: ConfigurationObject) throws(ModelError) -> [Int] {
    let key = "eos_token_id"
    guard case .array(let elements)? = object.first([key])?.value else {
      return [try object.integer(key, in: 0...Limits.vocabulary.upperBound) ?? 2]
    }
    var ids: [Int] = []
    for element in elements {
      guard let id = element.whole, id >= 0, id <= Limits.vocabulary.upperBound, elements.count <= 100 else {
        throw object.wrong(key, .array(elements), expected: "token ids")
      }
      ids.append(id)
    }
    guard !ids.isEmpty else { throw object.wrong(key, .array(elements), expected: "at least one token id") }
    return ids
  }
}

/// The largest sizes that are believed; far above any model of this family, they bound what a hostile file can ask for.
enum Limits {
  static let width = 1...(1 << 20)
  static let heads = 1...4096
  static let headWidth = 1024
  static let layers = 1...1000
  static let vocabulary = 1...(1 << 24)
  static let context = 1...(1 << 24)
  static let epsilon = 0.0...1.0
  static let cropSide = 1...8192
}
