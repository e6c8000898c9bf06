import ArgumentParser
import M3Bench
import M3Core
import M3Engine
import M3Model
import M3Planner
import M3Report
import M3Tensor

/// `m3-video bench`: what this machine can do, and what this program reaches on it.
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure this machine, and each stage of an answer on it.",
    usage: "m3-video bench [<options>]",
    discussion: """
      Measures memory, arithmetic, products by type of weight, decoding and resizing, the vision tower, prefill and \
      decoding at the shapes of LLaVA-1.5-7B (random weights, few layers, scaled) and of a small model, each beside what \
      the machine could do at best. What it finds is kept by precision, for `plan`, `cost --device this`, --max-seconds and \
      --max-memory to foretell with. Takes about a minute when the machine does nothing else.
      """)

  @Flag(help: "All layers of the vision tower and long prompts; takes minutes.")
  var full = false

  @Option(
    help: ArgumentHelp(
      "Precisions to measure models with, with commas (default: \(BenchSettings.standardPrecision.rawValue), as auto holds LLaVA-1.5-7B); what was kept of others stays.",
      valueName: "name,..."),
    transform: { try Precision.list($0) })
  var precision: [Precision] = []

  @Option(help: ArgumentHelp("How keys and values are held (default: each precision's own way).", valueName: "type"))
  var kvType: KeyValueType?

  @Flag(help: "Measure instead how seconds and memory grow with frames and tokens, with a small model.")
  var growth = false

  @Option(help: ArgumentHelp("Draw what --growth finds as SVG.", valueName: "file"))
  var plot: String?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The small model of --growth (default: the one that ships with m3-video).", valueName: "dir"))
  var model: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Take the median of so many.", valueName: "count"))
  var repeats = 5

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to compute with (default: all processors this process may use).", valueName: "count"))
  var threads: Int?

  @Flag(help: "Print what was found as JSON.")
  var json = false

  func validate() throws {
    guard (1...1000).contains(repeats) else { throw ValidationError("--repeats is 1 to 1000, found \(repeats)") }
    guard threads ?? 1 >= 1 else { throw ValidationError("--threads is at least 1, found \(threads ?? 0)") }
    guard growth || model == nil else { throw ValidationError("--model is for --growth") }
    guard growth || plot == nil else { throw ValidationError("--plot is for --growth") }
    guard !growth || (precision.isEmpty && kvType == nil) else {
      throw ValidationError("--precision and --kv-type are not for --growth")
    }
    guard !growth || !full else { throw ValidationError("--full and --growth exclude each other") }
  }

  func run() async throws {
    try await runCommand {
      if let threads { Processor.useThreads(threads) }
      if growth { try await measureGrowth() } else { try measureMachine() }
    }
  }

  private func measureMachine() throws {
    let errors = StandardError()
    let precisions = precision.isEmpty ? [BenchSettings.standardPrecision] : precision
    let bytesPerWeight = precisions.contains(.float32) ? 4 : 2
    let scratch = try ScratchFolder(bytes: (full ? 3 << 29 : 1 << 29) * bytesPerWeight)
    let settings = BenchSettings(
      isFull: full, precisions: precisions, keyValues: kvType, repeats: repeats, folder: scratch.path,
      stopwatch: .continuous)
    let machine = CalibrationFile.machine
    if !json { try StandardOutput.line(BenchText.head(machine, repeats: repeats) + "\n") }
    let progress = ProgressLine(errors, isOn: true)
    var done = 0
    let bench = MachineBench(settings, machine: machine)
    let report = try bench.run { row in
      done += 1
      progress.show(row.work, done: done, of: bench.rowCount)
    }
    progress.clear()
    if json {
      try StandardOutput.json(report, pretty: true)
    } else {
      try StandardOutput.write(BenchText.table(report.rows))
    }
    if report.disturbance > 1.2 {
      errors.warning(
        "other programs are computing, too: the same work took \((report.disturbance * 10).rounded() / 10) times its shortest time"
      )
    }
    let path = try CalibrationFile.write(report.calibration)
    errors.line("kept in \(path.escapedForTerminal), for `plan` and `cost --device this`")
    withExtendedLifetime(scratch) {}
  }

  private func measureGrowth() async throws {
    let file = try plot.map { try OutputFile($0) }
    let scratch = try ScratchFolder(bytes: 64 << 20)
    let settings = BenchSettings(repeats: repeats, folder: scratch.path, stopwatch: .continuous)
    let checkpoint = try Checkpoint.open(ModelLocation.folder(named: model))
    let bench = GrowthBench(settings, checkpoint: checkpoint, resetPeak: ResidentMemory.reset) { ResidentMemory.peak }
    let progress = ProgressLine(StandardError(), isOn: true)
    var done = 0
    let points = try await bench.run { point in
      done += 1
      progress.show("\(point.frames) frames", done: done, of: bench.frames.count + bench.scales.count)
    }
    progress.clear()
    try file?.append(GrowthResult(points).svg())
    try file?.finish()
    if json { return try StandardOutput.json(points, pretty: true) }
    try StandardOutput.line(BenchText.head(CalibrationFile.machine, repeats: repeats) + "\n")
    try StandardOutput.write(BenchText.table(points))
    withExtendedLifetime(scratch) {}
  }
}
