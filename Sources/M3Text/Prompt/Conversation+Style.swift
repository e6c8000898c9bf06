extension Conversation {
  /// What stands before the first turn.
  ///
  /// LLaMA-2's styles have their system text inside the first question instead.
  var opening: Prompt {
    guard let system = systemText else { return [] }
    return switch template {
    case .vicunaV1, .llavaV1: [.text(system + " ")]
    case .llavaV0: [.text(system + ConversationTemplate.hashes)]
    case .plain: [.text(system)]
    case .llavaLlama2, .mistralInstruct: []
    case .chatmlDirect, .mpt: [.marker(.turnBegin), .text("system\n" + system), .marker(.turnEnd)]
    }
  }

  /// Writes a question with its role and separator.
  func add(question: Prompt, turn: Int, to prompt: inout Prompt) {
    switch template {
    case .vicunaV1, .llavaV1:
      prompt += "USER: "
      prompt += question
      prompt += " "
    case .llavaV0:
      prompt += "Human: "
      prompt += question
      prompt += ConversationTemplate.hashes
    case .plain:
      prompt += question
      if question != [.visual] { prompt += "\n" }
    case .llavaLlama2, .mistralInstruct:
      // The very first begin token is the tokenizer's own.
      if turn > 0, template == .llavaLlama2 { prompt += .begin }
      prompt += "[INST] "
      if turn == 0, let system = systemText { prompt += "<<SYS>>\n\(system)\n<</SYS>>\n\n" }
      prompt += question
      prompt += " [/INST]"
    case .chatmlDirect, .mpt:
      prompt += .turnBegin
      prompt += "user\n"
      prompt += question
      prompt += .turnEnd
    }
  }

  /// Writes an earlier answer with its role and separator.
  func add(answer: String, to prompt: inout Prompt) {
    switch template {
    case .vicunaV1, .llavaV1:
      prompt += "ASSISTANT: \(answer)"
      prompt += .end
    case .llavaV0:
      prompt += "Assistant: \(answer)\(ConversationTemplate.hashes)"
    case .plain:
      prompt += answer + "\n"
    case .llavaLlama2, .mistralInstruct:
      prompt += " \(answer) "
      prompt += .end
    case .chatmlDirect, .mpt:
      prompt += .turnBegin
      prompt += "assistant\n\(answer)"
      prompt += .turnEnd
    }
  }

  /// Writes the role of the answer to come, without a space after it.
  func addRole(to prompt: inout Prompt) {
    switch template {
    case .vicunaV1, .llavaV1: prompt += "ASSISTANT:"
    case .llavaV0: prompt += "Assistant:"
    case .plain, .llavaLlama2, .mistralInstruct: break
    case .chatmlDirect, .mpt:
      prompt += .turnBegin
      prompt += "assistant\n"
    }
  }
}
