import Foundation
import M3Core
import Testing

@testable import M3Planner

/// A machine of round numbers.
private let machine = Calibration(
  machine: .init(processor: "test", kernels: "portable", threads: 2, version: "0"), memoryBytesPerSecond: 10e9,
  peakOperationsPerSecond: 100e9, vision: [.init(width: 64, rate: 10e9), .init(width: 1024, rate: 40e9)],
  prefill: [.init(width: 4096, rate: 50e9)], weights: [.init(width: 4096, rate: 5e9)],
  attention: [.init(width: 128, rate: 20e9)], decodeBytesPerSecond: 10e9, decodeSecondsPerLayer: 1e-3,
  cacheBytesPerSecond: 10e9, readSecondsPerPixel: 1e-9, readSecondsPerFrame: 1e-3, cropSecondsPerPixel: 1e-8)

private let forecaster = Forecaster(calibration: machine, shape: llava7B, bytesPerWeight: 2)

@Suite struct ForecastTests {
  /// Halfway between two widths by their logarithm, the rate is the mean by its logarithm; outside it is the nearest's.
  @Test(arguments: [(64, 10.0), (1024, 40.0), (256, 20.0), (32, 10.0), (4096, 40.0)])
  func ratesAreInterpolated(width: Int, rate: Double) {
    #expect(abs(Calibration.rate(machine.vision, at: width) / 1e9 - rate) < 1e-9)
    #expect(abs(Calibration.rate(machine.vision.reversed(), at: width) / 1e9 - rate) < 1e-9)
  }

  /// A second for 64 channels and two for 192 are half a second for none, and one and a half for 128.
  @Test(arguments: [(64, 64.0), (192, 96.0), (128, 128 / 1.5), (32, 32 / 0.75), (256, 256 / 2.5)])
  func attentionIsALineOfSeconds(width: Int, rate: Double) {
    var machine = machine
    machine.attention = [.init(width: 192, rate: 96), .init(width: 64, rate: 64)]
    #expect(abs(machine.attentionRate(width: width) - rate) < 1e-9)
  }

  @Test func stagesAreCountedByHand() {
    let seconds = forecaster.forecast(
      clip: clip(seconds: 10, size: PixelSize(width: 1000, height: 1000)), frames: 2, crops: 2, visualTokens: 940,
      textTokens: 60, answerTokens: 10
    ).seconds
    // Two frames and every second of the 248 others, at 1 ms each and 1 ms for its pixels.
    #expect(abs(seconds[.read] - 126 * 2e-3) < 1e-9)
    #expect(abs(seconds[.preprocess] - 2e6 * 1e-8) < 1e-9)
    #expect(abs(seconds[.encode] - 2 * ComputeCost(shape: llava7B).crop / 40e9) < 1e-9)
    let weights: Double = 32 * 4096 * (4 * 4096 + 3 * 11008)
    let head: Double = 4096 * 32000
    let cache: Double = 1005 * 4 * 2 * 32 * 4096
    let decode: Double = 10 * (2 * (weights + head) / 10e9 + 0.032 + cache / 10e9)
    #expect(abs(seconds[.decode] - decode) < 1e-6)
    // 31 layers of everything for all tokens; of the last one keys and values, and the rest for one token.
    let layer: Double = 2 * weights / 32
    let keys: Double = 2 * 2 * 4096 * 4096
    let products: Double = 1000 * (31 * layer + keys) + (layer - keys) + 2 * head
    let attention: Double = 31 * 4 * 4096 * 1000 * 1001 / 2 + 4 * 4096 * 1000
    #expect(abs(seconds[.prefill] - (products / 50e9 + attention / 20e9 + weights / 5e9)) < 1e-3)
    #expect(seconds.overlapped > 0 && seconds.overlapped <= seconds[.read] + seconds[.preprocess])
  }

  /// Seven billion weights, half a megabyte a token, and some hundreds of megabytes to work in.
  @Test func memoryIsWhatIsHeld() {
    let bytes = forecaster.forecast(clip: nil, frames: 5, crops: 5, visualTokens: 2880).bytes
    let weights = 2 * 7.0e9
    let cache = 2972.0 * 1_048_576
    #expect(bytes > weights + cache && bytes < weights + cache + 1e9)
  }

  @Test func calibrationsOnDisk() throws {
    let data = try JSONEncoder.m3.encode(machine)
    let read = try JSONDecoder.m3.decode(Calibration.self, from: data)
    #expect(read == machine && read.isSound)
    #expect(Calibration.guess(machine.machine).isSound && Calibration.guess(machine.machine).isGuess)
    for path in [\Calibration.memoryBytesPerSecond, \.decodeBytesPerSecond, \.readSecondsPerPixel] {
      for value in [0, -1, Double.nan, .infinity] {
        var broken = machine
        broken[keyPath: path] = value
        #expect(!broken.isSound)
      }
    }
    var broken = machine
    broken.vision = []
    #expect(!broken.isSound)
    broken.vision = [.init(width: 0, rate: 1)]
    #expect(!broken.isSound)
  }
}

/// Bounds on time and memory.
@Suite struct BoundTests {
  private func planner(seconds: Double? = nil, bytes: Double? = nil) -> Planner {
    Planner(
      clip: clip(seconds: 60), processing: oneCrop,
      bounds: PlanBounds(seconds: seconds, bytes: bytes, forecaster: forecaster))
  }

  /// Whatever is allowed, what is planned stays within it, and frames grow with it.
  @Test(arguments: Layout.allCases) func plansStayWithinBounds(layout: Layout) throws {
    var last = 0
    for seconds in [15.0, 20, 30, 60, 120, 300, 1000] {
      let planner = planner(seconds: seconds)
      do throws(PlanError) {
        let plan = try planner.plan(PlanRequest(layout: layout))
        #expect(planner.forecast(plan, by: forecaster).seconds.total <= seconds)
        #expect(plan.visualTokens <= 2880)
        #expect(plan.frames.count >= last || plan.finestScale > .tokens1)
        last = plan.frames.count
      } catch {
        guard case .overBounds(let found, seconds, _, nil) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(found > seconds && last == 0)
      }
    }
    #expect(last > 0)
  }

  /// Without pressure the choice is the same as without bounds.
  @Test func looseBoundsChangeNothing() throws {
    let free = Planner(clip: clip(seconds: 60), processing: oneCrop)
    for request in [PlanRequest(), PlanRequest(scale: .tokens36), PlanRequest(frames: 7), PlanRequest(layout: .grid)] {
      #expect(try planner(seconds: 1e6, bytes: 1e15).plan(request) == free.plan(request))
    }
  }

  /// What is asked for is never changed in silence.
  @Test func whatIsAskedIsRefused() throws {
    for request in [
      PlanRequest(frames: 80, scale: .tokens36), PlanRequest(frames: 80), PlanRequest(scale: .tokens576, layout: .grid),
    ] {
      #expect(throws: PlanError.self) { try planner(seconds: 1).plan(request) }
    }
    let saved = SavedPlan(frames: [SavedPlan.Slot(time: 1, scale: .tokens576)])
    #expect(throws: PlanError.self) { try planner(seconds: 1).plan(saved, budget: nil) }
    #expect(try planner(seconds: 1000).plan(saved, budget: nil).frames.count == 1)
  }

  @Test func memoryBounds() throws {
    let all = try planner().plan(PlanRequest(scale: .tokens36))
    let most = forecaster.forecast(clip: clip(seconds: 60), frames: 1, crops: 1, visualTokens: 36).bytes + 400e6
    let plan = try planner(bytes: most).plan(PlanRequest(scale: .tokens36))
    #expect(plan.frames.count >= 1 && plan.frames.count < all.frames.count)
    #expect(planner().forecast(plan, by: forecaster).bytes <= most)
    #expect(throws: PlanError.self) { try planner(bytes: 1e9).plan(PlanRequest()) }
  }

  @Test func theMessageNamesWhatIsBroken() {
    let both = PlanError.overBounds(seconds: 12.34, mostSeconds: 5, bytes: 2e9, mostBytes: 1e9)
    #expect(
      both.message
        == "the plan is expected to take 12.3 s, where 5.0 s are allowed, and 2000.0 MB of memory, where 1000.0 MB are allowed"
    )
    let time = PlanError.overBounds(seconds: 12.34, mostSeconds: 5, bytes: 2e9, mostBytes: nil)
    #expect(time.message == "the plan is expected to take 12.3 s, where 5.0 s are allowed")
    #expect(time.hint != nil)
  }
}
