import ArgumentParser
import M3Core
import M3Model
import M3Planner
import M3Video

/// `m3-video plan`: what a budget can buy for a clip, before anything is decoded.
struct Plan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what a budget can buy for a clip, and what is chosen and why.",
    discussion: """
      With only a budget, a stream takes the finest trained scale that still looks at the clip once a second and \
      \(Planner.wantedFrames) times in all, with as many frames as the budget then buys; a grid takes \
      \(Planner.collageFrames) frames at the finest scale that fits. With --json the plan itself is printed; --plan reads it back.
      """)

  @Argument(help: "A video, or stills in order, or a folder of stills.")
  var clip: [String]

  @OptionGroup var planning: PlanOptions
  @OptionGroup var model: ModelOptions

  @Flag(help: "Print the plan as JSON.")
  var json = false

  func run() async throws {
    try await runCommand {
      let saved = try planning.saved()
      let configuration = try model.open().configuration
      let info = try Clip.open(clip).info
      let planner = Planner(clip: info, processing: configuration.imageProcessing)
      let plan = try saved.map { try planner.plan($0, budget: planning.budget) } ?? planner.plan(planning.request)
      for note in info.notes { StandardError().warning("\(info.name.escapedForTerminal) \(note.message)") }
      if json { return try StandardOutput.json(plan, pretty: true) }
      var request = planning.request
      if saved != nil { request = PlanRequest(budget: planning.budget ?? .standard, layout: plan.layout) }
      let table = PlanTable(
        planner: planner, request: request, layouts: planning.layout.map { [$0] } ?? Layout.allCases,
        shape: configuration.shape, chosen: plan)
      try StandardOutput.write(PlanText(clip: info, plan: plan, table: table).text)
    }
  }
}
