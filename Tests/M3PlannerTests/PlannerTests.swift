import M3Core
import Testing

@testable import M3Planner

/// A clip of a length in seconds at a rate, in 16:9 unless told otherwise.
func clip(seconds: Double, rate: Int = 25, size: PixelSize = PixelSize(width: 1280, height: 720)) -> ClipInfo {
  ClipInfo(
    name: "clip.mp4",
    timeline: FrameTimeline(count: max(1, Int(seconds * Double(rate))), framesPerSecond: Rational(rate, 1)),
    size: size, codedSize: size, container: "mov", codec: "h264", nominalRate: Rational(rate, 1),
    isStill: seconds == 0, notes: [])
}

let pinpoints = [(336, 672), (672, 336), (672, 672), (1008, 336), (336, 1008)].map {
  PixelSize(width: $0.0, height: $0.1)
}

/// How LLaVA-NeXT wants its pictures.
let anyres = ImageProcessing(
  cropSide: 336, fit: .squash, anyres: Anyres(pinpoints: pinpoints, merge: .spatialUnpad),
  mean: ImageProcessing.clipMean, standardDeviation: ImageProcessing.clipStandardDeviation)

/// How LLaVA-1.5 wants its pictures.
let oneCrop = ImageProcessing(
  cropSide: 336, fit: .pad, anyres: nil, mean: ImageProcessing.clipMean,
  standardDeviation: ImageProcessing.clipStandardDeviation)

@Suite struct PlannerTests {
  /// The stated rule at budget 2880: once a second and eight times, or every frame.
  @Test(arguments: [
    (0.0, 1, 576), (0.2, 5, 576), (3.0, 20, 144), (10.0, 20, 144), (20.0, 20, 144), (21.0, 80, 36), (80.0, 80, 36),
    (81.0, 320, 9), (320.0, 320, 9), (321.0, 2880, 1), (7200.0, 2880, 1),
  ])
  func chooses(seconds: Double, frames: Int, scale: Int) throws {
    let plan = try Planner(clip: clip(seconds: seconds), processing: oneCrop).plan(PlanRequest())
    #expect(plan.frames.count == frames)
    #expect(plan.uniformScale?.tokens == scale)
    #expect(plan.visualTokens == frames * scale)
    #expect(plan.visualTokens <= 2880)
  }

  @Test(
    arguments: [
      (frames: 5, scale: nil, budget: 2880, gives: (5, 576)),
      (frames: 6, scale: nil, budget: 2880, gives: (6, 144)),
      (frames: nil, scale: 36, budget: 2880, gives: (80, 36)),
      (frames: nil, scale: 64, budget: 100, gives: (1, 64)),
      (frames: 3, scale: 36, budget: 2880, gives: (3, 36)),
      (frames: 9999, scale: 1, budget: 2880, gives: (250, 1)),
    ] as [(frames: Int?, scale: Int?, budget: Int, gives: (Int, Int))])
  func keepsWhatIsAsked(row: (frames: Int?, scale: Int?, budget: Int, gives: (Int, Int))) throws {
    let request = PlanRequest(
      budget: try TokenBudget(tokens: row.budget), frames: row.frames,
      scale: try row.scale.map { try VisualScale(tokens: $0) })
    let plan = try Planner(clip: clip(seconds: 10), processing: oneCrop).plan(request)
    #expect(plan.frames.count == row.gives.0)
    #expect(plan.uniformScale?.tokens == row.gives.1)
  }

  /// A clip hands out so many frames at once, however large the budget.
  @Test(arguments: [(nil, nil), (nil, VisualScale.tokens1), (9000, nil), (9000, .tokens1)] as [(Int?, VisualScale?)])
  func neverPlansMoreFramesThanAClipHandsOut(frames: Int?, scale: VisualScale?) throws {
    let request = PlanRequest(budget: try TokenBudget(tokens: 20_000), frames: frames, scale: scale)
    let plan = try Planner(clip: clip(seconds: 7200), processing: oneCrop).plan(request)
    #expect(plan.frames.count <= Planner.mostFrames)
    #expect(plan.visualTokens <= 20_000)
  }

  /// Whatever is asked, the actual count stays within the budget or the request is refused with a budget that works.
  @Test(arguments: Layout.allCases, [oneCrop, anyres])
  func neverExceedsTheBudget(layout: Layout, processing: ImageProcessing) throws {
    let planner = Planner(clip: clip(seconds: 8), processing: processing)
    for budget in [1, 4, 5, 6, 7, 35, 36, 50, 51, 166, 644, 2535, 2536, 2880, 9999] {
      for frames in [nil, 1, 2, 6, 7, 50] as [Int?] {
        for scale in [nil, .tokens1, .tokens36, .tokens64, .tokens576] as [VisualScale?] {
          let request = PlanRequest(
            budget: try TokenBudget(tokens: budget), frames: frames, scale: scale, layout: layout)
          do throws(PlanError) {
            let plan = try planner.plan(request)
            #expect(plan.visualTokens <= budget)
            #expect(frames == nil || plan.frames.count == frames)
            #expect(scale == nil || plan.uniformScale == scale)
          } catch {
            guard case .budgetTooSmall(_, _, _, _, let smallest) = error else {
              Issue.record("\(error)")
              continue
            }
            var enough = request
            enough.budget = try TokenBudget(tokens: smallest)
            #expect(smallest > budget)
            #expect(try planner.plan(enough).visualTokens == smallest)
          }
        }
      }
    }
  }

  /// Six frames of 16:9 make a 2 x 3 collage of 5 crops; the counts are those of the reference's table.
  @Test(arguments: [(576, 2536), (144, 644), (36, 166), (9, 51), (1, 7)])
  func countsACollage(scale: Int, tokens: Int) throws {
    let request = PlanRequest(scale: try VisualScale(tokens: scale), layout: .grid)
    let plan = try Planner(clip: clip(seconds: 10), processing: anyres).plan(request)
    #expect(plan.frames.count == 6)
    #expect(plan.visualTokens == tokens)
    #expect(plan.nominalTokens == 5 * scale)
    #expect(plan.crops == 5)
  }

  @Test func aCollageHasALimit() throws {
    let planner = Planner(clip: clip(seconds: 10), processing: anyres)
    #expect(try planner.plan(PlanRequest(frames: 64, layout: .grid)).frames.count == 64)
    #expect(throws: PlanError.tooManyCells(frames: 65, most: 64)) {
      try planner.plan(PlanRequest(frames: 65, layout: .grid))
    }
  }

  @Test func aStillInAGridIsAnyresOfThePicture() throws {
    let still = clip(seconds: 0, size: PixelSize(width: 640, height: 480))
    let plan = try Planner(clip: still, processing: anyres).plan(PlanRequest(layout: .grid))
    #expect(plan.frames.count == 1)
    #expect(plan.visualTokens == 2340)
  }

  @Test func aModelOfOneCropSeesACollageAsOneCrop() throws {
    let plan = try Planner(clip: clip(seconds: 10), processing: oneCrop).plan(PlanRequest(layout: .grid))
    #expect(plan.visualTokens == 576)
    #expect(plan.crops == 1)
  }
}
