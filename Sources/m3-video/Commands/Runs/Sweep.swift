import ArgumentParser
import M3Core
import M3Evaluate

/// `m3-video sweep`: asks every question under every plan.
struct Sweep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask every question under every legal plan, and show where the budget should go.",
    usage: "m3-video sweep <task> --annotations <dir|file> --videos <dir|template> -o <run> [<options>]",
    discussion: """
      Each clip is decoded and encoded once for all questions and plans. Beside samples.jsonl the run's folder gets \
      sweep.json: accuracy by frames and scale, the Pareto front, the oracle with the gain that chance alone would \
      give, and how many tokens the questions need, all together and by question type.

        m3-video sweep generic --annotations questions.jsonl --scales 1,36,576 --frames 1,5,max --budget 720,2880 -o runs/sweep
      """)

  @Argument(help: "A dataset, or dataset:split; see `m3-video eval --list`.")
  var task: String

  @OptionGroup var options: RunOptions

  @Option(
    help: ArgumentHelp("Tokens per frame, with commas.", valueName: "tokens,..."), transform: SweepArguments.scales)
  var scales = VisualScale.trained

  @Option(
    help: ArgumentHelp("Numbers of frames, with commas; max is all that a budget buys.", valueName: "count,..."),
    transform: SweepArguments.frames)
  var frames: [Int?] = [1, 4, 16, 64, nil]

  @Option(
    help: ArgumentHelp("Visual tokens that a prompt may hold, with commas.", valueName: "tokens,..."),
    transform: SweepArguments.budgets)
  var budget = [TokenBudget.standard.tokens]

  @Option(help: "stream: each frame is one crop. grid: the frames are one collage (default: stream).")
  var layout: Layout = .stream

  @Option(help: ArgumentHelp("Which frames stand for the clip.", valueName: "rule"))
  var sampling: SamplingRule = .midpoint

  @Flag(help: "Print the analysis as JSON.")
  var json = false

  private var space: SweepSpace {
    SweepSpace(
      scales: scales, frames: frames, budgets: budget, layout: layout, reduction: options.template.reduction)
  }

  func validate() throws {
    _ = try options.needed(task: task)
    guard !space.plans.isEmpty else {
      throw ValidationError("no budget has room for any of these scales and frames")
    }
    guard layout == .stream || frames.allSatisfy({ $0 != nil }) else {
      throw ValidationError("a grid has no greatest number of frames; leave max out of --frames")
    }
  }

  func run() async throws {
    try await runCommand {
      let plans = space.plans.map { RunPlan($0, budget: space.largestBudget, sampling: sampling) }
      if !options.quiet {
        StandardError().line("\(plans.count) plans: \(plans.compactMap(\.name).joined(separator: ", "))")
      }
      let setup = try RunSetup(task: task, options: options, plans: plans)
      try RunNumbers.print(await setup.run().folder, json: json)
    }
  }
}
