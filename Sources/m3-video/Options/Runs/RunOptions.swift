import ArgumentParser
import Foundation
import M3Core
import M3Engine
import M3Evaluate
import M3Text

/// The flags that `eval` and `sweep` share: which questions, which clips, which model, where to.
struct RunOptions: ParsableArguments {
  /// Where Debian's package puts WordNet.
  static let wordNet = "/usr/share/wordnet"

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The dataset's annotations: a folder, or the one file that holds them.", valueName: "dir|file"))
  var annotations: String?

  @Option(
    help: ArgumentHelp(
      "The clips: a folder, or a path with %s for the clip's name (default: the annotations' folder).",
      valueName: "dir|template"))
  var videos: String?

  @Option(
    help: ArgumentHelp(
      "A JSON object of the clips' other names (default: map_vid_vidorID.json beside the annotations).",
      valueName: "file"))
  var clipMap: String?

  @Option(
    name: [.short, .long], help: ArgumentHelp("The run's folder; a run that is there goes on.", valueName: "run"))
  var output: String?

  @OptionGroup var model: ModelOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var template: PromptOptions
  @OptionGroup var cache: CacheOptions

  @Option(
    help: ArgumentHelp(
      "The prompt's words: \(PromptForm.allCases.map(\.rawValue).joined(separator: ", ")) (default: the dataset's own).",
      valueName: "name"))
  var prompt: PromptForm?

  @OptionGroup var choosing: ChoiceOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("The most tokens of an answer.", valueName: "count"))
  var maxTokens = 64

  @Option(parsing: .unconditional, help: ArgumentHelp("Only the first questions.", valueName: "count"))
  var limit: Int?

  @Option(help: ArgumentHelp("Only one part of the clips, for instance 3/16; see `merge`.", valueName: "part"))
  var shard: RunSettings.Shard?

  @Option(parsing: .unconditional, help: ArgumentHelp("Seed of the draws behind the intervals.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("WordNet's files, for WUPS.", valueName: "dir"))
  var wordnet = RunOptions.wordNet

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to compute with (default: all processors this process may use).", valueName: "count"))
  var threads: Int?

  @Flag(
    help: "Ask again what failed; a clip that was missing and is there now is asked about without this.")
  var retryFailed = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How long a decoder may take over one picture before its clip is given up.", valueName: "seconds"))
  var decoderSeconds = Watchdog.limit.seconds

  @Flag(name: [.short, .long], help: "Print nothing but the numbers and errors.")
  var quiet = false

  var decoderLimit: Duration { .seconds(decoderSeconds) }

  /// Sees that nothing needed is missing.
  ///
  /// - Throws: `ValidationError`.
  func needed(task: String?) throws -> (task: String, annotations: String, output: String) {
    guard let task else { throw ValidationError("a task is needed, for instance generic; see `m3-video eval --list`") }
    guard let annotations else { throw ValidationError("the annotations are needed: --annotations <dir|file>") }
    guard let output, !output.isEmpty else { throw ValidationError("a folder for the run is needed: -o <run>") }
    return (task, annotations, output)
  }

  func validate() throws {
    guard maxTokens >= 1 else { throw ValidationError("--max-tokens is at least 1, found \(maxTokens)") }
    guard limit ?? 1 >= 1 else { throw ValidationError("--limit is at least 1, found \(limit ?? 0)") }
    guard decoderSeconds > 0, decoderSeconds <= 86_400 else {
      throw ValidationError("--decoder-seconds is above 0 and at most 86400, found \(decoderSeconds)")
    }
    guard threads ?? 1 >= 1 else { throw ValidationError("--threads is at least 1, found \(threads ?? 0)") }
  }
}
