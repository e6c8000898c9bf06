import ArgumentParser
import M3Core
import M3Model
import M3Tensor
import M3Text
import M3Video

/// `m3-video model compare`: what rounding the weights costs in accuracy, on a clip of one's own.
struct ModelCompare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare what a model sees and says in several precisions with what it does in float32.",
    usage: "m3-video model compare <dir> <clip> ... [<options>]",
    discussion: """
      For every scale the model reads the frames and the question, then its own greedy answer in float32. Printed are \
      the cosine of projected features, of the scores at each position of the text, and how often the best token is the \
      same.

        m3-video model compare DIR clip.mp4 --precisions bfloat16,int8,int4
      """)

  @Argument(help: ArgumentHelp("The model's folder, then the clip's files.", valueName: "dir> <clip"))
  var words: [String]

  @Option(help: ArgumentHelp("What to ask.", valueName: "text"))
  var question = "What happens in this video?"

  @Option(
    help: ArgumentHelp("Precisions to compare with float32, with commas.", valueName: "name,..."),
    transform: { try Precision.list($0) })
  var precisions: [Precision] = [.bfloat16, .int8, .int4]

  @Option(help: ArgumentHelp("How keys and values are held (default: each precision's own way).", valueName: "type"))
  var kvType: KeyValueType?

  @Option(parsing: .unconditional, help: ArgumentHelp("How many frames.", valueName: "count"))
  var frames = 3

  @Option(
    help: ArgumentHelp("Tokens per frame, with commas.", valueName: "tokens,..."), transform: SweepArguments.scales)
  var scales = VisualScale.trained

  @Option(parsing: .unconditional, help: ArgumentHelp("Tokens of the answer.", valueName: "count"))
  var steps = 16

  @Option(parsing: .unconditional, help: ArgumentHelp("Threads to compute with.", valueName: "count"))
  var threads: Int?

  @Flag(help: "Print the numbers as JSON.")
  var json = false

  func validate() throws {
    guard words.count >= 2 else { throw ValidationError("a model's folder and a clip are needed") }
    guard frames >= 1 else { throw ValidationError("--frames is at least 1, found \(frames)") }
    guard steps >= 1 else { throw ValidationError("--steps is at least 1, found \(steps)") }
    guard threads ?? 1 >= 1 else { throw ValidationError("--threads is at least 1, found \(threads ?? 0)") }
  }

  func run() async throws {
    try await runCommand {
      if let threads { Processor.useThreads(threads) }
      let checkpoint = try Checkpoint.open(words[0])
      let subject = try subject(checkpoint)
      let line = ProgressLine(StandardError(), isOn: true)
      defer { line.clear() }
      let comparison = PrecisionComparison(
        checkpoint, subject: subject, scales: scales, answerTokens: steps, keyValues: kvType)
      let rows = try comparison.rows(precisions) { done, total in
        try Task.checkCancellation()
        line.show("compare", done: done, of: total)
      }
      line.clear()
      if json { return try StandardOutput.json(rows, pretty: true) }
      try StandardOutput.write(PrecisionText.table(rows))
    }
  }

  /// The clip's crops and the question's tokens.
  private func subject(_ checkpoint: Checkpoint) throws -> PrecisionComparison.Subject {
    let files = Array(words.dropFirst())
    let clip = try Clip.open(files, limits: .watched(files))
    let indices = clip.info.timeline.indices(frames, by: .midpoint, nominalRate: clip.info.nominalRate)
    let preprocessor = Preprocessor(checkpoint.configuration.imageProcessing)
    var cursor = try clip.frames(at: indices, threads: Processor.threads)
    var crops: [Picture] = []
    while let frame = try cursor.next() { crops.append(preprocessor.crop(of: frame.picture)) }
    let tokenizer = try Tokenizer(path: checkpoint.tokenizerPath)
    var (before, after): ([Int32], [Int32]) = ([], [])
    var isAfter = false
    for part in try tokenizer.parts(of: Conversation().prompt(asking: question)) {
      switch part {
      case .visual: isAfter = true
      case .tokens(let ids): if isAfter { after += ids } else { before += ids }
      }
    }
    return PrecisionComparison.Subject(
      crops: crops, before: before, after: after, vocabulary: tokenizer.vocabularySize)
  }
}
