public import M3Core

/// Foretells what plans take with one model on one machine.
public struct Forecaster: Equatable, Sendable {
  /// Tokens of an answer that forecasts are made with.
  public static let answerTokens = 32
  /// Packets from one key frame to the next where nothing is known of a clip: x264's default.
  static let packetsPerKey = 250

  public let calibration: Calibration
  public let shape: ModelShape
  /// How the model is held in memory.
  public let held: HeldModel
  let rates: Rates

  /// - Precondition: the calibration is sound.
  public init(calibration: Calibration, shape: ModelShape, held: HeldModel) {
    self.calibration = calibration
    self.shape = shape
    self.held = held
    rates = Rates(calibration, shape, held)
  }

  /// What is foretold from other weights, keys or values, since the model's own were not measured at its size.
  public var unmeasured: [Unmeasured] { rates.unmeasured }

  public func forecast(_ sight: Sight) -> Forecast {
    var seconds = StageSeconds()
    if let clip = sight.clip {
      seconds[.read] = read(clip, frames: sight.frames)
      seconds[.preprocess] = preprocess(clip, frames: sight.frames, crops: sight.crops)
    }
    seconds[.encode] =
      Double(sight.crops) * ComputeCost(shape: shape).crop / Rates.rate(rates.vision, at: shape.vision.hidden)
    seconds[.prefill] = prefill(tokens: sight.promptTokens)
    seconds[.decode] = decode(after: sight.promptTokens, tokens: sight.answerTokens)
    let beside = seconds[.read] + seconds[.preprocess]
    let frames = Double(sight.frames)
    seconds.overlapped = frames > 1 ? min(beside, seconds[.encode]) * (frames - 1) / frames : 0
    let memory = HeldMemory(sight, shape: shape, held: held, threads: calibration.machine.threads)
    return Forecast(
      seconds: seconds, bytes: memory.total, isGuess: calibration.isGuess || !rates.unmeasured.isEmpty)
  }

  /// Between a key frame and a wanted one lies half a group of frames on average, and of those every second one is
  /// decoded: the others are predicted from, but nothing from them.
  private func read(_ clip: ClipInfo, frames: Int) -> Double {
    let passed = max(frames, min(clip.frameCount, frames * Self.packetsPerKey / 2))
    let decoded = frames + (passed - frames) / 2
    let pixels = Double(clip.codedSize.width * clip.codedSize.height)
    return Double(decoded) * (calibration.readSecondsPerFrame + pixels * calibration.readSecondsPerPixel)
  }

  private func preprocess(_ clip: ClipInfo, frames: Int, crops: Int) -> Double {
    let side = VisualScale.gridSide * shape.vision.patchSide
    let pixels = max(frames * clip.size.width * clip.size.height, crops * side * side)
    return Double(pixels) * calibration.cropSecondsPerPixel
  }

  /// Of a prompt of so many tokens.
  func prefill(tokens: Int) -> Double {
    let cost = ComputeCost(shape: shape)
    let width = shape.language.hidden
    let run = cost.runPrefill(tokens: tokens)
    let chunks = Double((tokens + HeldMemory.chunk - 1) / HeldMemory.chunk)
    return run.products / Rates.rate(rates.prefill, at: width)
      + run.attention / Rates.attentionRate(rates.attention, at: shape.language.headWidth)
      + chunks * cost.layerWeights / Rates.rate(rates.chunkWeights, at: width)
  }

  /// Of so many tokens one by one, after a prompt.
  func decode(after context: Int, tokens: Int) -> Double {
    // In the middle of the answer.
    let cache = Double((context + tokens / 2) * held.tokenBytes)
    return Double(tokens)
      * (Double(held.stepBytes) / rates.stepBytes + Double(shape.language.layers) * rates.stepSecondsPerLayer
        + cache / rates.cacheBytes)
  }
}
