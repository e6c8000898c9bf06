public import M3Core
public import M3Engine
public import M3Text

/// What is asked and how: everything that an answer or its score depends on, so that a run can go on only as it began.
public struct RunSettings: Codable, Equatable, Sendable {
  /// One of several parts that share out a run's clips.
  public struct Shard: Codable, Equatable, Sendable {
    /// From 1.
    public var number: Int
    public var count: Int

    public init(number: Int, count: Int) {
      self.number = number
      self.count = count
    }
  }

  /// For instance `next-qa:val`.
  public var task: String
  /// SHA-256 over all records as they were read, before any limit.
  public var annotations: String
  /// The form in which the annotations came.
  public var form: String
  public var prompt: PromptForm
  /// The template around the prompt, system text included.
  public var template: String
  public var scoring: OptionScoring
  public var parser: String
  public var metric: MetricName
  /// Fingerprint of the model.
  public var model: String
  /// How the model held weights, keys and values (`ModelPrecision.name`); nil in runs older than the choice.
  public var precision: String?
  /// One for an evaluation, several for a sweep.
  public var plans: [RunPlan]
  public var reduction: Reduction
  /// The checkpoint's own way if nil.
  public var fit: CropFit?
  /// The most tokens of an answer.
  public var maxTokens: Int
  /// Of the draws behind the intervals; answers are greedy and need none.
  public var seed: UInt64
  public var limit: Int?
  public var shard: Shard?

  public init(
    task: String, annotations: String, form: String, prompt: PromptForm, template: PromptStyle,
    scoring: OptionScoring, parser: ChoiceParser, metric: MetricName, model: String, precision: String,
    plans: [RunPlan],
    reduction: Reduction, fit: CropFit?, maxTokens: Int, seed: UInt64, limit: Int?, shard: Shard?
  ) {
    self.task = task
    self.annotations = annotations
    self.form = form
    self.prompt = prompt
    self.template = template.written
    self.scoring = scoring
    self.parser = parser.rawValue
    self.metric = metric
    self.model = model
    self.precision = precision
    self.plans = plans
    self.reduction = reduction
    self.fit = fit
    self.maxTokens = maxTokens
    self.seed = seed
    self.limit = limit
    self.shard = shard
  }

  /// Whether every question is asked under several plans.
  public var isSweep: Bool { plans.contains { $0.name != nil } }

  /// What differs, as "budget: 720 then, 2880 now".
  func differences(from earlier: RunSettings) -> [String] {
    zip(earlier.facts, facts).filter { $0.value != $1.value }.map { "\($0.name): \($0.value) then, \($1.value) now" }
  }

  private var facts: [(name: String, value: String)] {
    func text<Value>(_ value: Value?) -> String { value.map { "\($0)" } ?? "none" }
    func joined(_ value: (RunPlan) -> String) -> String {
      var seen: [String] = []
      for text in plans.map(value) where !seen.contains(text) { seen.append(text) }
      return seen.joined(separator: ", ")
    }
    return [
      ("task", task), ("annotations", String(annotations.prefix(16))), ("form", form), ("prompt", prompt.rawValue),
      ("template", template), ("score", scoring.rawValue), ("parser", parser), ("metric", metric.rawValue),
      ("model", String(model.prefix(16))), ("precision", precision ?? "float32"),
      ("plans", joined { $0.name ?? "one" }),
      ("budget", joined { "\($0.budget)" }), ("frames", joined { $0.frames.map { "\($0)" } ?? "the planner's choice" }),
      ("scale", joined { $0.scale.map { "\($0.tokens)" } ?? "the planner's choice" }),
      ("layout", joined { $0.layout.rawValue }), ("sampling", joined { $0.sampling.rawValue }),
      ("reduction", reduction.rawValue), ("fit", fit?.rawValue ?? "the checkpoint's own"),
      ("max tokens", "\(maxTokens)"), ("seed", "\(seed)"), ("limit", text(limit)),
      ("shard", text(shard.map { "\($0.number)/\($0.count)" })),
    ]
  }
}

extension PromptStyle {
  /// In one line, for records and comparisons.
  var written: String {
    switch self {
    case .conversation(let template, let system):
      switch system {
      case .standard: template.rawValue
      case .none: "\(template.rawValue) without system text"
      case .text(let text): "\(template.rawValue) with system text: \(text)"
      }
    case .igvlm(let form): "igvlm_\(form.rawValue)"
    }
  }
}
