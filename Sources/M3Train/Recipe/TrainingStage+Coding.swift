import Glibc
import M3Core
import M3World

extension TrainingStage {
  static func cosine(_ angle: Double) -> Double { cos(angle) }

  /// Reads a stage; what is left out has the value of `init(name:data:steps:batch:)`, and unknown keys are refused.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try decoder.refuseUnknownKeys(CodingKeys.self)
    self.init(
      name: try values.decode(String.self, forKey: .name), data: try values.decode(DataSource.self, forKey: .data),
      steps: try values.decode(Int.self, forKey: .steps), batch: try values.decode(Int.self, forKey: .batch))
    if let value = try values.decodeIfPresent(Int.self, forKey: .accumulation) { accumulation = value }
    if let value = try values.decodeIfPresent([Plan].self, forKey: .plans) { plans = value }
    if data.isDense { plans = [] }
    if let value = try values.decodeIfPresent(Int.self, forKey: .cacheMegabytes) { cacheMegabytes = value }
    if let value = try values.decodeIfPresent(Bool.self, forKey: .alignsWords) { alignsWords = value }
    if let value = try values.decodeIfPresent(ScaleChoice.self, forKey: .scaleChoice) { scaleChoice = value }
    if let value = try values.decodeIfPresent(Reduction.self, forKey: .reduction) { reduction = value }
    if let value = try values.decodeIfPresent(Weighting.self, forKey: .weighting) { weighting = value }
    rates = try values.decode([String: Double].self, forKey: .rates)
    if let value = try values.decodeIfPresent(Int.self, forKey: .warmup) { warmup = value }
    if let value = try values.decodeIfPresent(Double.self, forKey: .hold) { hold = value }
    if let value = try values.decodeIfPresent(Double.self, forKey: .floor) { floor = value }
    if let value = try values.decodeIfPresent(AdamW.Settings.self, forKey: .optimizer) { optimizer = value }
    if values.contains(.clipping) { clipping = try values.decodeIfPresent(Double.self, forKey: .clipping) }
    if let value = try values.decodeIfPresent(Int.self, forKey: .evaluateEvery) { evaluateEvery = value }
    if let value = try values.decodeIfPresent(Int.self, forKey: .evaluateScenes) { evaluateScenes = value }
    if let value = try values.decodeIfPresent([Plan].self, forKey: .evaluatePlans) { evaluatePlans = value }
  }
}

extension TrainingStage.Plan {
  /// Reads a plan; its share is 1 if it is left out, and unknown keys are refused.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try decoder.refuseUnknownKeys(CodingKeys.self)
    self.init(
      frames: try values.decode(Int.self, forKey: .frames),
      scales: try values.decode([VisualScale].self, forKey: .scales),
      share: try values.decodeIfPresent(Double.self, forKey: .share) ?? 1)
    families = try values.decodeIfPresent([WorldFamily].self, forKey: .families)
    kinds = try values.decodeIfPresent([QuestionKind].self, forKey: .kinds)
  }
}

extension AdamW.Settings {
  /// Reads settings; what is left out has the initialiser's value, and unknown keys are refused.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try decoder.refuseUnknownKeys(CodingKeys.self)
    self.init()
    if let value = try values.decodeIfPresent(Double.self, forKey: .beta1) { beta1 = value }
    if let value = try values.decodeIfPresent(Double.self, forKey: .beta2) { beta2 = value }
    if let value = try values.decodeIfPresent(Double.self, forKey: .epsilon) { epsilon = value }
    if let value = try values.decodeIfPresent(Double.self, forKey: .decay) { decay = value }
    if let value = try values.decodeIfPresent(Bool.self, forKey: .decaysVectors) { decaysVectors = value }
  }
}

/// Any key of an object.
private struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int?

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { return nil }
}

extension Decoder {
  /// A key that means nothing is a mistake: what it should have said would be dropped in silence.
  fileprivate func refuseUnknownKeys<Key: CodingKey>(_ known: Key.Type) throws {
    for key in try container(keyedBy: AnyKey.self).allKeys where Key(stringValue: key.stringValue) == nil {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: codingPath + [key], debugDescription: "unknown key"))
    }
  }
}
