/// How the turns of a conversation are written down for a model (mu-cai/matryoshka-mm, llava/conversation.py).
///
/// The reference chooses one by the checkpoint's name and so gives LLaVA-NeXT-M3 a template that it was never trained
/// with; here it is always `vicunaV1` unless the user says otherwise. IG-VLM's raw prompts are `IGVLMPrompt`.
public enum ConversationTemplate: String, CaseIterable, Sendable {
  /// What LLaVA-1.5, LLaVA-NeXT and both M3 checkpoints are trained and evaluated with.
  case vicunaV1 = "vicuna_v1"
  /// As `vicunaV1`, but for a curious "human".
  case llavaV1 = "llava_v1"
  /// LLaVA's first, with `###` between turns.
  case llavaV0 = "llava_v0"
  /// No roles at all: the projector's pretraining on captions.
  case plain
  case llavaLlama2 = "llava_llama_2"
  case mistralInstruct = "mistral_instruct"
  /// ChatML as LLaVA-1.6-34B uses it.
  case chatmlDirect = "chatml_direct"
  case mpt

  /// The default everywhere.
  public static let standard = ConversationTemplate.vicunaV1

  /// The template of a name such as `vicuna_v1`.
  ///
  /// - Throws: `TextError.unknownTemplate`, whose hint lists the names.
  public init(name: String) throws(TextError) {
    guard let template = ConversationTemplate(rawValue: name) else { throw .unknownTemplate(name: name) }
    self = template
  }

  /// The system text that the template is trained with; nil for templates without one.
  public var standardSystem: String? {
    switch self {
    case .vicunaV1: Self.assistant(of: "user")
    case .llavaV1, .llavaV0: Self.assistant(of: "human")
    case .plain, .mistralInstruct: nil
    case .llavaLlama2:
      """
      You are a helpful language and vision assistant. You are able to understand the visual content that the user \
      provides, and assist the user with a variety of tasks using natural language.
      """
    case .chatmlDirect: "Answer the questions."
    case .mpt:
      """
      A conversation between a user and an LLM-based AI assistant. The assistant gives helpful and honest answers.
      """
    }
  }

  /// Where an answer ends if the model writes it: cut there, in addition to the end token.
  public var stopStrings: [String] {
    switch self {
    case .vicunaV1, .llavaV1, .llavaLlama2, .mistralInstruct: [Prompt.Marker.end.rawValue]
    case .llavaV0: [Self.hashes]
    case .plain: ["\n"]
    case .chatmlDirect, .mpt: [Prompt.Marker.turnEnd.rawValue]
    }
  }

  /// Markers whose token ends an answer.
  public var stopMarkers: [Prompt.Marker] {
    switch self {
    case .chatmlDirect, .mpt: [.end, .turnEnd]
    case .vicunaV1, .llavaV1, .llavaV0, .plain, .llavaLlama2, .mistralInstruct: [.end]
    }
  }

  static let hashes = "###"

  private static func assistant(of person: String) -> String {
    """
    A chat between a curious \(person) and an artificial intelligence assistant. The assistant gives helpful, detailed, \
    and polite answers to the \(person)'s questions.
    """
  }
}
