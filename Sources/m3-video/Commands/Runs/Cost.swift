import ArgumentParser
import M3Core
import M3Model
import M3Planner
import M3Tensor

/// `m3-video cost`: what a prompt costs, before any machine is bought.
struct Cost: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute what a plan costs: operations, bytes, memory, and the roofline time of several devices.",
    usage: "m3-video cost [<options>]",
    discussion: """
      Times are rooflines in half precision: the slower of arithmetic and memory for each operation, at the data sheet's \
      rates. Real programs are slower. `--device this` is this machine as `m3-video bench` measured this program on it, \
      with weights, keys and values held as --precision and --kv-type say.

        m3-video cost --preset llava-next-7b --frames 80 --scale 36
        m3-video cost --table9
      """)

  @Option(help: "A known model's shape in place of a checkpoint: llava-1.5-7b or llava-next-7b.")
  var preset: ModelPreset?

  @Option(name: [.short, .long], help: ArgumentHelp("A checkpoint's folder.", valueName: "dir"))
  var model: String?

  @Option(parsing: .unconditional, help: "How many frames.")
  var frames = 1

  @Option(help: ArgumentHelp("Tokens per frame.", valueName: "tokens"), transform: { try SweepArguments.scale($0) })
  var scale = VisualScale.tokens576

  @Option(help: "stream: each frame is one crop. grid: the frames are one collage, or one picture.")
  var layout: Layout = .stream

  @Option(
    help: ArgumentHelp("A frame's size, for a grid.", valueName: "width>x<height"),
    transform: { try CostArguments.size($0) })
  var size = PixelSize(width: 672, height: 672)

  @Option(parsing: .unconditional, help: ArgumentHelp("Tokens of text in the prompt.", valueName: "count"))
  var text = PlanTable.textTokens

  @Option(
    help: "V100, A6000, A100, H100, or this (default: the first four).", transform: { try CostArguments.place($0) })
  var device: CostArguments.Place?

  @OptionGroup var precision: PrecisionOptions

  @Flag(name: .customLong("table9"), help: "Print the M3 paper's table 9 beside the same computed here.")
  var isTable9 = false

  @Flag(help: "Print the costs as JSON.")
  var json = false

  func validate() throws {
    guard preset == nil || model == nil else { throw ValidationError("--preset and --model exclude each other") }
    guard (1...1_000_000).contains(frames) else { throw ValidationError("--frames is 1 to 1000000, found \(frames)") }
    guard (1...1_000_000).contains(text) else { throw ValidationError("--text is 1 to 1000000, found \(text)") }
    guard device == .here || (precision.precision == .auto && precision.kvType == nil) else {
      throw ValidationError("--precision and --kv-type are for --device this; rooflines are in half precision")
    }
    guard layout == .stream || frames <= Planner.mostCollageFrames else {
      throw ValidationError("a grid holds at most \(Planner.mostCollageFrames) frames")
    }
  }

  func run() async throws {
    try await runCommand {
      if isTable9 {
        if json { return try StandardOutput.json(PublishedEfficiency.table.map(Table9Row.init), pretty: true) }
        return try StandardOutput.write(CostText.table9)
      }
      let checkpoint = try model.map { try Checkpoint.open($0) }
      let preset = preset ?? .llava15
      let shape = checkpoint?.configuration.shape ?? preset.shape
      let devices: [Device] =
        switch device {
        case .none: Device.all
        case .device(let device): [device]
        case .here: []
        }
      var bill = PlanBill(
        shape: shape, processing: checkpoint?.configuration.imageProcessing ?? preset.imageProcessing, frames: frames,
        scale: scale, layout: layout, frameSize: size,
        textTokens: text, devices: devices)
      if device == .here {
        let forecaster = Forecaster(
          calibration: try CalibrationFile.read(), shape: shape, held: try held(checkpoint, shape))
        if let missing = forecaster.unmeasured.first { throw CalibrationError.unmeasured(missing) }
        bill.addTime(of: forecaster, on: "this machine")
      }
      if json { return try StandardOutput.json(bill, pretty: true) }
      let name = checkpoint?.folder.escapedForTerminal ?? preset.rawValue
      try StandardOutput.write(CostText.text(bill, model: name))
    }
  }

  /// Presets are published in half precision.
  private func held(_ checkpoint: Checkpoint?, _ shape: ModelShape) throws -> HeldModel {
    if let checkpoint { return HeldModel(checkpoint, try precision.decided(for: checkpoint)) }
    let precision = ModelPrecision(shape, precision.precision, keyValues: precision.kvType)
    return HeldModel(shape, storedAs: .float16, precision)
  }
}

/// A row of table 9 for `--json`.
private struct Table9Row: Encodable {
  var scale: Int
  var flopsTera: Double
  var prefillMilliseconds: Double
  var prefillMillisecondsOnV100: Double
  var memoryGigabytes: Double
  var activationGigabytes: Double
  /// As printed in the paper, in its order.
  var published: [Double]

  init(_ row: PublishedEfficiency) {
    scale = row.scale.tokens
    flopsTera = row.flops.computed
    prefillMilliseconds = row.prefill.computed
    prefillMillisecondsOnV100 = row.onV100
    memoryGigabytes = row.memory.computed
    activationGigabytes = row.activations.computed
    published = row.cells.map(\.published)
  }
}
