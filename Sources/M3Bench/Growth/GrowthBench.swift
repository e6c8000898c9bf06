import CM3Kernels
import Foundation
public import M3Core
import M3Engine
public import M3Model
import M3Planner
import M3Text

/// Measures how seconds and bytes of an answer grow with the frames and with the tokens that it sees.
public struct GrowthBench: Sendable {
  /// Frames that are seen at one token each.
  public var frames = [1, 10, 30, 90, 288, 960, 2880]
  /// Scales at which five frames are seen.
  public var scales = VisualScale.trained
  private static let framesOfScales = 5

  public let settings: BenchSettings
  public let checkpoint: Checkpoint
  /// Forgets the most memory that the process has held.
  public var resetPeak: @Sendable () -> Void
  /// The most memory that the process has held since, in bytes.
  public var peak: @Sendable () -> Int

  public init(
    _ settings: BenchSettings, checkpoint: Checkpoint, resetPeak: @escaping @Sendable () -> Void,
    peak: @escaping @Sendable () -> Int
  ) {
    self.settings = settings
    self.checkpoint = checkpoint
    self.resetPeak = resetPeak
    self.peak = peak
  }

  /// Points by frames first, then by tokens.
  ///
  /// - Parameter report: gets each as soon as it is measured.
  public func run(_ report: (GrowthPoint) -> Void) async throws -> [GrowthPoint] {
    let clip = "\(settings.folder)/growth.mp4"
    try MovingTexture(side: 96).write(frames: max(frames.max() ?? 1, Self.framesOfScales), to: clip)
    let plans =
      frames.map { (frames: $0, scale: VisualScale.tokens1) }
      + scales.map { (frames: Self.framesOfScales, scale: $0) }
    var points: [GrowthPoint] = []
    for plan in plans {
      let point = try await point(clip, frames: plan.frames, scale: plan.scale)
      points.append(point)
      report(point)
    }
    return points
  }

  private func point(_ clip: String, frames: Int, scale: VisualScale) async throws -> GrowthPoint {
    let request = AskRequest(
      clip: [clip], question: Question(text: "what happens?", choices: []),
      plan: .request(
        PlanRequest(budget: try TokenBudget(tokens: frames * scale.tokens), frames: frames, scale: scale)),
      decoding: DecodingOptions(maxTokens: 1))
    var answers: [Answer] = []
    var bytes: [Int] = []
    for _ in 0..<settings.repeats {
      try Task.checkCancellation()
      // Nothing is remembered from one answer to the next.
      let engine = try VideoEngine(checkpoint: checkpoint, memory: 0, stopwatch: settings.stopwatch)
      _ = try await engine.load()
      m3_trim_memory()
      resetPeak()
      answers.append(try await engine.reply(to: request))
      bytes.append(peak())
    }
    answers.sort { $0.seconds.total < $1.seconds.total }
    bytes.sort()
    let answer = answers[answers.count / 2]
    let cost = ComputeCost(shape: checkpoint.configuration.shape)
    let run = cost.runPrefill(tokens: answer.promptTokens)
    return GrowthPoint(
      frames: frames, visualTokens: answer.visualTokens, seconds: answer.seconds, bytes: bytes[bytes.count / 2],
      visionOperations: Double(frames) * cost.crop, prefillOperations: run.products + run.attention)
  }
}
