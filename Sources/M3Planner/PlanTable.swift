public import M3Core

/// One way to spend the budget on the clip, with what it costs.
public struct PlanOption: Equatable, Sendable, Codable {
  public var layout: Layout
  public var frames: Int
  public var scale: VisualScale
  public var visualTokens: Int
  public var nominalTokens: Int
  public var crops: Int
  /// Between two looks, in seconds: the clip's duration over the number of frames.
  public var secondsBetweenFrames: Double
  /// Operations of the vision tower and projector.
  public var visionFlops: Double
  /// Operations of the language model's prefill, with `PlanTable.textTokens` tokens of text around the frames.
  public var prefillFlops: Double
  /// The planner's choice for the request.
  public var isChosen: Bool
}

/// Everything that a budget can buy for a clip, in the trained scales.
public struct PlanTable: Equatable, Sendable {
  /// Tokens of template and question that costs are counted with.
  public static let textTokens = 60

  /// Streams first, coarse to fine, then grids.
  public let options: [PlanOption]

  /// - Parameters:
  ///   - planner: of the clip and model.
  ///   - request: whose budget and sampling are kept; its layout, frames and scale narrow the table where given.
  ///   - layouts: which layouts to list.
  ///   - chosen: the plan to mark; added as a row of its own if no other row equals it.
  public init(
    planner: Planner, request: PlanRequest, layouts: [Layout], shape: ModelShape, chosen: FramePlan
  ) {
    let cost = ComputeCost(shape: shape)
    var options: [PlanOption] = []
    func add(_ plan: FramePlan, isChosen: Bool) {
      guard let scale = plan.uniformScale else { return }
      options.append(
        PlanOption(
          layout: plan.layout, frames: plan.frames.count, scale: scale, visualTokens: plan.visualTokens,
          nominalTokens: plan.nominalTokens, crops: plan.crops,
          secondsBetweenFrames: planner.clip.duration / Double(plan.frames.count),
          visionFlops: Double(plan.crops) * cost.crop,
          prefillFlops: cost.prefill(tokens: plan.visualTokens + Self.textTokens), isChosen: isChosen))
    }
    for layout in layouts {
      for scale in request.scale.map({ [$0] }) ?? VisualScale.trained {
        var asked = request
        asked.layout = layout
        asked.scale = scale
        guard let plan = try? planner.plan(asked) else { continue }
        let same =
          plan.layout == chosen.layout && plan.frames.count == chosen.frames.count
          && plan.uniformScale == chosen.uniformScale
        add(plan, isChosen: same)
      }
    }
    if !options.contains(where: \.isChosen) { add(chosen, isChosen: true) }
    self.options = options
  }
}
