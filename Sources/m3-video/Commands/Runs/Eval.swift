import ArgumentParser
import M3Core
import M3Evaluate

/// `m3-video eval`: asks a benchmark's questions and scores the answers.
struct Eval: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask a benchmark's questions and score the answers.",
    usage: "m3-video eval <task> --annotations <dir|file> --videos <dir|template> -o <run> [<options>]",
    discussion: """
      A run is a folder: run.json says what is asked and how, samples.jsonl holds a line an answer, metrics.json the \
      numbers. The same command goes on with a run that was interrupted; with other questions, another model, budget or \
      prompt it refuses. docs/evaluation.md explains it; `m3-video eval --list` lists the tasks.

        m3-video eval generic --annotations questions.jsonl --videos clips --budget 2880 -o runs/mine
        m3-video eval next-qa:val --annotations nextqa --videos NExTVideo/%s.mp4 --frames 6 --layout grid -o runs/next
      """)

  @Argument(help: "A dataset, or dataset:split; see --list.")
  var task: String?

  @OptionGroup var options: RunOptions
  @OptionGroup var planning: PlanOptions
  @OptionGroup var judging: JudgeOptions

  @Flag(help: "List the datasets: where to get each, its licence, its files and splits.")
  var list = false

  @Flag(help: "Print the numbers as JSON.")
  var json = false

  func validate() throws {
    if !list { _ = try options.needed(task: task) }
    guard planning.plan == nil else {
      throw ValidationError("--plan is of one clip; say with --frames, --scale and --layout how every clip is seen")
    }
  }

  func run() async throws {
    try await runCommand {
      if list {
        let chosen = try task.map { [try Dataset.task($0).dataset] } ?? Dataset.all
        return try StandardOutput.write(chosen.map(DatasetText.text).joined(separator: "\n"))
      }
      let judge = try judging.judge()
      let setup = try RunSetup(task: task, options: options, plans: [RunPlan(planning.request)])
      let (folder, records) = try await setup.run()
      try await judge?.judge(folder, records: records, isQuiet: options.quiet)
      try RunNumbers.print(folder, records: records, json: json)
    }
  }
}
