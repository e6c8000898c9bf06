import M3Core
import M3Model
import M3Text
import M3Video

/// A question whose clip has been seen: what is left is to read the prompt and say the answer.
struct Asked {
  let request: AskRequest
  let clip: ClipIdentity
  let plan: FramePlan
  let prompt: PreparedPrompt
  let seen: Seen
  let model: MatryoshkaModel
  let tokenizer: Tokenizer
  /// Spent so far.
  var seconds: StageSeconds

  var visualTokens: Int { seen.tokens.reduce(0) { $0 + $1.count } }
  var promptTokens: Int { visualTokens + prompt.textTokens }

  /// What the language model's state before the question's own tokens depends on.
  var prefixKey: PrefixMemory.Key {
    PrefixMemory.Key(sight: seen.sight, layout: plan.layout, slots: seen.slots, before: prompt.before)
  }

  /// The prompt for the language model: what is the same for every question about the clip, and the rest.
  var segments: (prefix: [PromptSegment], rest: [PromptSegment]) {
    ([.tokens(prompt.before)] + seen.tokens.map { .visual($0) }, [.tokens(prompt.after)])
  }

  /// Whether a look at the clip under a plan would show a request just what was seen.
  func showsAll(of clip: ClipIdentity, _ plan: FramePlan, for request: AskRequest) -> Bool {
    self.clip == clip && self.plan == plan && self.request.fit == request.fit
      && self.request.reduction == request.reduction
  }
}
