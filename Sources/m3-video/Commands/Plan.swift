import ArgumentParser
import M3Core
import M3Model
import M3Planner
import M3Video

/// `m3-video plan`: what a budget can buy for a clip, before anything is decoded.
struct Plan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what a budget can buy for a clip, and what is chosen and why.",
    usage: "m3-video plan [<options>] <clip> ...",
    discussion: """
      With only a budget, a stream takes the finest trained scale that still looks at the clip once a second and \
      \(Planner.wantedFrames) times in all, with as many frames as the budget then buys; a grid takes \
      \(Planner.collageFrames) frames at the finest scale that fits. With --json the plan itself is printed; --plan reads it back.

      What an answer is expected to take on this machine comes from the last `m3-video bench`.
      """)

  @Argument(help: "A video, or stills in order, or a folder of stills.")
  var clip: [String]

  @OptionGroup var planning: PlanOptions
  @OptionGroup var bounding: BoundOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var precision: PrecisionOptions

  @Flag(help: "Print the plan as JSON.")
  var json = false

  func run() async throws {
    try await runCommand {
      let saved = try planning.saved()
      let checkpoint = try model.open()
      let configuration = checkpoint.configuration
      let info = try Clip.open(clip, limits: .watched(clip)).info
      try Task.checkCancellation()
      let found = CalibrationFile.find()
      let forecaster = try Forecaster(checkpoint, precision.decided(for: checkpoint), found.calibration)
      let planner = Planner(
        clip: info, processing: configuration.imageProcessing, bounds: bounding.bounds(forecaster))
      let plan = try saved.map { try planner.plan($0, budget: planning.budget) } ?? planner.plan(planning.request)
      for note in info.notes { StandardError().warning("\(info.name.escapedForTerminal) \(note.message)") }
      let forecast = planner.forecast(plan, by: forecaster)
      if json { return try StandardOutput.json(ForetoldPlan(plan: plan, forecast: forecast), pretty: true) }
      var request = planning.request
      if saved != nil { request = PlanRequest(budget: planning.budget ?? .standard, layout: plan.layout) }
      let table = PlanTable(
        planner: planner, request: request, layouts: planning.layout.map { [$0] } ?? Layout.allCases,
        shape: configuration.shape, chosen: plan)
      try StandardOutput.write(PlanText(clip: info, plan: plan, table: table).text)
      try StandardOutput.write(ForecastText.text(forecast, by: forecaster, guess: found.reasons(forecaster)))
    }
  }
}

/// A plan with what it is expected to take beside its own members.
private struct ForetoldPlan: Encodable {
  let plan: FramePlan
  let forecast: Forecast

  func encode(to encoder: any Encoder) throws {
    try plan.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(forecast, forKey: .forecast)
  }

  private enum Key: CodingKey { case forecast }
}
