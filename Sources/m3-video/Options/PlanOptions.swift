import ArgumentParser
import Foundation
import M3Core
import M3Planner

/// The flags that say how a budget is spent.
struct PlanOptions: ParsableArguments {
  @Option(help: "The most visual tokens that the prompt may hold (default: 2880).", transform: budgetArgument)
  var budget: TokenBudget?

  @Option(help: "How many frames to see; the planner chooses if not given.", transform: countArgument)
  var frames: Int?

  @Option(
    help: "Tokens per frame: \(VisualScale.allCases.map { String($0.tokens) }.joined(separator: ", ")).",
    transform: scaleArgument)
  var scale: VisualScale?

  @Option(help: "stream: each frame is one crop. grid: the frames are one collage.")
  var layout: Layout?

  @Option(help: "Which frames: midpoint (default), linspace or igvlm.")
  var sampling: SamplingRule = .midpoint

  @Option(help: ArgumentHelp("Take the plan from a JSON file, as `m3-video plan --json` prints it.", valueName: "file"))
  var plan: String?

  func validate() throws {
    if plan != nil, frames != nil || scale != nil || layout != nil {
      throw ValidationError("--plan says which frames, scales and layout; leave out --frames, --scale and --layout")
    }
  }

  var request: PlanRequest {
    PlanRequest(
      budget: budget ?? .standard, frames: frames, scale: scale, layout: layout ?? .stream, sampling: sampling)
  }

  /// The plan that `--plan` names, or nil.
  func saved() throws -> SavedPlan? {
    guard let plan else { return nil }
    return try SavedPlanFile.read(plan)
  }
}

private func budgetArgument(_ text: String) throws -> TokenBudget {
  try checked { try TokenBudget(tokens: integer(text)) }
}

private func scaleArgument(_ text: String) throws -> VisualScale {
  try checked { try VisualScale(tokens: integer(text)) }
}

private func countArgument(_ text: String) throws -> Int {
  let count = try integer(text)
  guard count >= 1 else { throw ValidationError("at least 1 is needed, found \(count)") }
  return count
}

private func integer(_ text: String) throws -> Int {
  guard let value = Int(text) else { throw ValidationError("'\(text.escapedForTerminal)' is not a whole number") }
  return value
}

/// Lets wrong words be wrong usage: the message of a `CoreError` becomes that of a `ValidationError`.
private func checked<Value>(_ body: () throws -> Value) throws -> Value {
  do { return try body() } catch let error as CoreError {
    throw ValidationError(error.message)
  }
}
