import ArgumentParser
import M3Core
import M3Engine
import M3Text

/// The flags that say how the prompt is written and how frames become tokens.
struct PromptOptions: ParsableArguments {
  @Option(
    help: "How the prompt is written: \(PromptStyle.names.joined(separator: ", ")).",
    transform: { try PromptStyle.named($0) })
  var template = PromptStyle.standard

  @Option(help: ArgumentHelp("In place of the template's system text; \"\" leaves it out.", valueName: "text"))
  var system: String?

  @Option(help: "How 576 tokens become fewer: average (as M3 is trained), spatial or sequential.")
  var reduction: Reduction = .average

  func validate() throws {
    if system != nil, case .igvlm = template {
      throw ValidationError("IG-VLM's raw prompts have no system text; leave out --system")
    }
  }

  /// The template with the system text that was given.
  var style: PromptStyle {
    guard let system, case .conversation(let template, _) = template else { return template }
    return .conversation(template, system: system.isEmpty ? .none : .text(system))
  }
}

extension PromptStyle {
  /// Every name that `--template` takes.
  static var names: [String] {
    ConversationTemplate.allCases.map(\.rawValue) + IGVLMPrompt.allCases.map { "igvlm_\($0.rawValue)" }
  }

  static func named(_ name: String) throws -> PromptStyle {
    if let template = ConversationTemplate(rawValue: name) { return .conversation(template) }
    if name.hasPrefix("igvlm_"), let form = IGVLMPrompt(rawValue: String(name.dropFirst("igvlm_".count))) {
      return .igvlm(form)
    }
    throw ValidationError(
      "no template is called '\(name.escapedForTerminal)'; there are \(names.joined(separator: ", "))")
  }
}
