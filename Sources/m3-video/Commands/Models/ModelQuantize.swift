import ArgumentParser
import M3Core
import M3Model

/// `m3-video model quantize`: a checkpoint with packed weights.
struct ModelQuantize: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize",
    abstract: "Write a checkpoint with its weights rounded to fewer bits, in the layout that products read.",
    usage: "m3-video model quantize <dir> -o <dir> --type <type>",
    discussion: """
      The result is used as it lies on the disk, without being read whole: it starts at once and takes as much memory as \
      it is long. Configuration and tokenizer are copied; embeddings, norms and biases stay as they are. With int4 the \
      vision tower, the projector and the output layer become int8.
      """)

  @Argument(help: "The folder of a checkpoint of floats.")
  var folder: String

  @Option(
    name: [.short, .long], help: ArgumentHelp("A folder that does not exist yet, or is empty.", valueName: "dir"))
  var output: String

  @Option(help: ArgumentHelp("int8, int4 or bfloat16.", valueName: "type"))
  var type: Precision

  @Flag(help: "Print what was written as JSON.")
  var json = false

  func validate() throws {
    guard type != .auto, type != .float32 else {
      throw ValidationError("--type \(type.rawValue) rounds nothing; give int8, int4 or bfloat16")
    }
  }

  func run() async throws {
    try await runCommand {
      let plan = try QuantizedCheckpoint(Checkpoint.open(folder), as: type)
      let errors = StandardError()
      let line = ProgressLine(errors, isOn: true)
      defer { line.clear() }
      let report = try plan.write(to: output) { done, total in
        try Task.checkCancellation()
        line.show("quantize", done: done >> 20, of: total >> 20)
      }
      line.clear()
      if !report.left.isEmpty {
        errors.line("not copied: \(report.left.map(\.escapedForTerminal).joined(separator: ", "))")
      }
      if json { return try StandardOutput.json(report, pretty: true) }
      let sizes = "\(report.bytes >> 20) MiB, from \(report.bytesBefore >> 20) MiB"
      try StandardOutput.line("\(output.escapedForTerminal): \(report.type), \(sizes)")
    }
  }
}
