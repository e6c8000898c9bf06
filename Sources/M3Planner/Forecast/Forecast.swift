public import M3Core

/// What a plan is expected to take, before anything is decoded: seconds of each stage and bytes held.
public struct Forecast: Equatable, Sendable, Encodable {
  /// Frames are read while others are encoded; the total counts that once.
  public var seconds: StageSeconds
  /// The most memory that the process holds, weights included.
  public var bytes: Double
  /// Nobody has measured this machine.
  public var isGuess: Bool

  public init(seconds: StageSeconds, bytes: Double, isGuess: Bool) {
    self.seconds = seconds
    self.bytes = bytes
    self.isGuess = isGuess
  }
}

/// Foretells what plans take with one model on one machine.
public struct Forecaster: Equatable, Sendable {
  /// Tokens of an answer that forecasts are made with.
  public static let answerTokens = 32
  /// Packets from one key frame to the next where nothing is known of a clip: x264's default.
  static let packetsPerKey = 250

  public let calibration: Calibration
  public let shape: ModelShape
  /// Of a weight of the language model as it is held in memory.
  public let bytesPerWeight: Double

  public init(calibration: Calibration, shape: ModelShape, bytesPerWeight: Double) {
    self.calibration = calibration
    self.shape = shape
    self.bytesPerWeight = bytesPerWeight
  }

  /// - Parameters:
  ///   - clip: nil to leave reading out.
  ///   - frames: different ones.
  ///   - crops: pictures that the vision tower encodes.
  ///   - textTokens: of template and question.
  public func forecast(
    clip: ClipInfo?, frames: Int, crops: Int, visualTokens: Int, textTokens: Int = PlanTable.textTokens,
    answerTokens: Int = answerTokens
  ) -> Forecast {
    var seconds = StageSeconds()
    if let clip {
      seconds[.read] = read(clip, frames: frames)
      seconds[.preprocess] = preprocess(clip, frames: frames, crops: crops)
    }
    seconds[.encode] =
      Double(crops) * ComputeCost(shape: shape).crop
      / Calibration.rate(calibration.vision, at: shape.vision.hidden)
    let tokens = visualTokens + textTokens
    seconds[.prefill] = prefill(tokens: tokens)
    seconds[.decode] = decode(after: tokens, tokens: answerTokens)
    let beside = seconds[.read] + seconds[.preprocess]
    seconds.overlapped = frames > 1 ? min(beside, seconds[.encode]) * Double(frames - 1) / Double(frames) : 0
    let memory = HeldMemory(
      shape: shape, bytesPerWeight: bytesPerWeight, frame: clip?.size, visualTokens: visualTokens,
      tokens: tokens + answerTokens, threads: calibration.machine.threads)
    return Forecast(seconds: seconds, bytes: memory.total, isGuess: calibration.isGuess)
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
    return run.products / Calibration.rate(calibration.prefill, at: width)
      + run.attention / calibration.attentionRate(width: shape.language.headWidth)
      + chunks * cost.layerWeights / Calibration.rate(calibration.weights, at: width)
  }

  /// Of so many tokens one by one, after a prompt.
  func decode(after context: Int, tokens: Int) -> Double {
    let weights = ComputeCost(shape: shape).weightsOfAStep
    // In the middle of the answer.
    let cache = cacheBytes(context + tokens / 2)
    return Double(tokens)
      * (weights * bytesPerWeight / calibration.decodeBytesPerSecond
        + Double(shape.language.layers) * calibration.decodeSecondsPerLayer + cache / calibration.cacheBytesPerSecond)
  }

  /// Bytes of keys and values of so many tokens.
  package func cacheBytes(_ tokens: Int) -> Double { Double(tokens) * HeldMemory.cacheBytesPerToken(shape.language) }
}
