import ArgumentParser
import Foundation
import M3Core
import M3Engine
import M3Planner
import M3Tensor
import M3Text

/// `m3-video ask`: the answer to a question about a clip.
struct Ask: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer a question about a clip.",
    usage: "m3-video ask [<options>] <clip> ... <question>",
    discussion: """
      The clip is a video, or stills in order, or a folder of stills; the question stands last, and `-` reads it from \
      standard input. The answer goes to standard output as it is made; the plan and warnings go to standard error.

      Without a question, on a terminal, a conversation about the clip begins.

        m3-video ask clip.mp4 --budget 2880 "what happens?"
        m3-video ask clip.mp4 "Which animal is it?" --choice "A dog" --choice "A cat"
      """)

  @Argument(help: ArgumentHelp("The clip's files, then the question.", valueName: "clip> ... <question"))
  var words: [String]

  @Option(help: ArgumentHelp("An option of a multiple choice question; give it twice or more.", valueName: "text"))
  var choice: [String] = []

  @OptionGroup var choosing: ChoiceOptions
  @OptionGroup var planning: PlanOptions
  @OptionGroup var bounding: BoundOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var prompt: PromptOptions
  @OptionGroup var decoding: DecodingArguments
  @OptionGroup var cache: CacheOptions

  @Flag(help: "Print one JSON object with the answer, what was seen and how long each stage took.")
  var json = false

  @Flag(name: [.short, .long], help: "Print nothing but the answer and errors.")
  var quiet = false

  private var isConversation: Bool { ClipArguments.isConversation(words) }

  func validate() throws {
    if isConversation {
      guard choice.isEmpty, !json else {
        throw ValidationError("the question is missing; a conversation takes neither --choice nor --json")
      }
    } else {
      try ClipArguments.check(words)
    }
    guard choice.count != 1 else { throw ValidationError("one --choice is no choice; give two or more") }
  }

  func run() async throws {
    try await runCommand {
      let (clip, question) = isConversation ? (words, "") : try ClipArguments.split(words)
      let plan: AskRequest.PlanSource =
        if let saved = try planning.saved() {
          .saved(saved, budget: planning.budget)
        } else {
          .request(planning.request)
        }
      if let threads = decoding.threads { Processor.useThreads(threads) }
      let checkpoint = try model.open()
      let request = AskRequest(
        clip: clip, question: Question(text: question, choices: choice), plan: plan,
        bounds: try bounding.bounds(
          Forecaster(checkpoint, precision.decided(for: checkpoint), CalibrationFile.find().calibration)),
        fit: model.fit,
        reduction: prompt.reduction, prompt: prompt.style, parser: choosing.parser ?? .strict,
        scoring: choosing.asked, decoding: decoding.options,
        limits: .watched(clip))
      let engine = try VideoEngine(
        checkpoint: checkpoint, precision: precision.precision, keyValues: precision.kvType, memory: cache.memory,
        store: cache.store(isQuiet: quiet), stopwatch: .continuous)
      let printer = AnswerPrinter(json: json, quiet: quiet)
      printer.introduce(engine.notes)
      if isConversation { return try await Chat(engine: engine, request: request, quiet: quiet).run() }
      do {
        for try await event in engine.answer(request) { try printer.take(event) }
        try Task.checkCancellation()
      } catch {
        printer.breakOff()
        throw error
      }
    }
  }
}
