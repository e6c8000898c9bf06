/// Which frames stand for a clip when so many are asked for.
public enum SamplingRule: String, Codable, CaseIterable, Sendable {
  /// The frame on screen in the middle of each of n equal segments of presentation time. The default: equal time has
  /// equal weight whatever the frame rate, and the very last frame (which broken files lack) is never needed.
  case midpoint
  /// `linspace(0, F - 1, n)` over the shown frames, cut to whole numbers (LLaVA-NeXT, lmms-eval).
  case linspace
  /// `k * floor(N / n)` over the clip re-timed to a constant rate (IG-VLM; the M3 paper's video part).
  case igvlm
}

extension FrameTimeline {
  /// Indices of `count` frames by a rule, ascending.
  ///
  /// Never more than there are frames; an index may repeat where one frame stays on screen for several instants.
  ///
  /// - Parameters:
  ///   - count: how many to choose, at least 1.
  ///   - rule: how.
  ///   - nominalRate: frames a second of the re-timed clip (`igvlm` only); the mean rate if nil.
  public func indices(_ count: Int, by rule: SamplingRule, nominalRate: Rational? = nil) -> [Int] {
    precondition(count >= 1, "at least one frame is chosen")
    let wanted = min(count, self.count)
    switch rule {
    case .midpoint: return midpoints(wanted)
    case .linspace: return linspace(wanted)
    case .igvlm: return igvlm(wanted, rate: nominalRate?.value ?? meanRate)
    }
  }

  /// k(i) = max { k : ticks[k] * 2n <= D * (2i + 1) }.
  private func midpoints(_ n: Int) -> [Int] {
    let duration = Int128(durationTicks)
    var chosen: [Int] = []
    chosen.reserveCapacity(n)
    var k = 0
    for i in 0..<n {
      let instant = duration * Int128(2 * i + 1)
      while k + 1 < count, Int128(ticks[k + 1]) * Int128(2 * n) <= instant { k += 1 }
      chosen.append(k)
    }
    return chosen
  }

  /// NumPy's `linspace(0, F - 1, n, dtype=int)`: the first frame for n = 1.
  ///
  /// In NumPy's floating-point steps, since rounding there decides some frames: whole numbers would give frame 15 for
  /// the 12th of 23 among 31, NumPy gives 14.
  private func linspace(_ n: Int) -> [Int] {
    guard n > 1 else { return [0] }
    let step = Double(count - 1) / Double(n - 1)
    return (0..<n - 1).map { Int(Double($0) * step) } + [count - 1]
  }

  /// Constant-rate frame j is the shown frame nearest before the middle of its slot.
  private func igvlm(_ n: Int, rate: Double) -> [Int] {
    IGVLMSampling(duration: duration, rate: rate).indices(n).map { index(at: (Double($0) + 0.5) / rate) }
  }
}

/// IG-VLM's choice of key frames (imagegridworth/IG-VLM, through moviepy 1.0.3).
public struct IGVLMSampling: Equatable, Sendable {
  /// Frames that moviepy believes in: `int(duration * rate) + 1`.
  public let frameCount: Int

  /// - Parameters:
  ///   - duration: in seconds; rounded to hundredths, as FFmpeg's banner gives it.
  ///   - rate: in frames a second.
  public init(duration: Double, rate: Double) {
    let hundredths = (duration * 100).rounded() / 100
    frameCount = Int(min(hundredths * rate, 1e15)) + 1
  }

  /// Frames between two key frames; 0 when the clip has fewer than `count`, where the reference fails.
  public func interval(_ count: Int) -> Int { frameCount / count }

  /// The multiples of the interval, `count` of them.
  ///
  /// A clip that is too short repeats its frames evenly instead of failing.
  public func indices(_ count: Int) -> [Int] {
    let step = interval(count)
    guard step > 0 else { return (0..<count).map { $0 * frameCount / count } }
    return (0..<count).map { $0 * step }
  }
}
