import Foundation
import M3Core
import Testing

@testable import M3Planner

/// Rates of a model with round numbers.
private func rates(
  _ precision: String, _ bytes: Double, width: Int = 4096, vision: Double = 40e9, step: Double = 10e9
) -> ModelRates {
  ModelRates(
    precision: precision, bytesPerWeight: bytes, visionWidth: width / 4, width: width, vision: vision, prefill: 50e9,
    chunkWeights: 5e9, stepBytes: step, stepSecondsPerLayer: 1e-3)
}

private func attention(_ type: String, _ bytes: Double, width: Int = 128, one: Double = 10e9) -> AttentionRates {
  AttentionRates(type: type, bytesPerNumber: bytes, width: width, many: 20e9, one: one)
}

/// A machine of round numbers.
private let machine = Calibration(
  machine: .init(processor: "test", kernels: "portable", threads: 2, version: "0"), memoryBytesPerSecond: 10e9,
  peakOperationsPerSecond: 100e9, models: [rates("bfloat16", 2)], attention: [attention("float16", 2)],
  readSecondsPerPixel: 1e-9, readSecondsPerFrame: 1e-3, cropSecondsPerPixel: 1e-8)

/// LLaVA-7B's weights of the decoder layers and of the output layer.
private let (layers, head): (Double, Double) = (32 * 4096 * (4 * 4096 + 3 * 11008), 4096 * 32000)

/// LLaVA-7B with so many bytes to a weight, and to a number of keys and values.
private func held(
  _ precision: String = "bfloat16", _ bytes: Double = 2, _ keyValues: String = "float16", _ number: Int = 2,
  packing: Int = 0
) -> HeldModel {
  HeldModel(
    precision: precision, keyValues: keyValues, weightBytes: Int(bytes * 7e9), stepBytes: Int(bytes * (layers + head)),
    packingBytes: packing, tokenBytes: number * 2 * 32 * 4096)
}

private let forecaster = Forecaster(calibration: machine, shape: llava7B, held: held())

@Suite struct ForecastTests {
  /// Halfway between two widths by their logarithm, the rate is the mean by its logarithm; outside it is the nearest's.
  @Test(arguments: [(64, 10.0), (1024, 40.0), (256, 20.0), (32, 10.0), (4096, 40.0)])
  func ratesAreInterpolated(width: Int, rate: Double) {
    let anchors = [Rates.Anchor(width: 64, rate: 10), .init(width: 1024, rate: 40)]
    #expect(abs(Rates.rate(anchors, at: width) - rate) < 1e-9)
    #expect(abs(Rates.rate(anchors.reversed(), at: width) - rate) < 1e-9)
  }

  /// A second for 64 channels and two for 192 are half a second for none, and one and a half for 128.
  @Test(arguments: [(64, 64.0), (192, 96.0), (128, 128 / 1.5), (32, 32 / 0.75), (256, 256 / 2.5)])
  func attentionIsALineOfSeconds(width: Int, rate: Double) {
    let anchors = [Rates.Anchor(width: 192, rate: 96), .init(width: 64, rate: 64)]
    #expect(abs(Rates.attentionRate(anchors, at: width) - rate) < 1e-9)
  }

  /// A model's own precision is taken at every width where it was measured, elsewhere the one nearest in bytes.
  @Test(arguments: [
    ("int4", 0.5625, 4.0, []), ("int8", 1.0625, 2.0, [Unmeasured.precision("int8")]),
    ("bfloat16", 2, 2.0, []), ("float32", 4, 2.0, [.precision("float32")]),
  ])
  func ratesAreOfTheModelsPrecision(name: String, bytes: Double, step: Double, unmeasured: [Unmeasured]) {
    var machine = machine
    machine.models = [
      rates("bfloat16", 2, step: 2), rates("int4", 0.5625, step: 4), rates("float32", 4, width: 128, vision: 7),
      rates("int4", 0.5625, width: 128, vision: 8),
    ]
    let rates = Rates(machine, llava7B, held(name, bytes))
    #expect(rates.stepBytes == step && rates.unmeasured == unmeasured)
    #expect(rates.vision.map(\.width) == [32, 1024])
    #expect(rates.vision[0].rate == (bytes > 2 ? 7 : bytes < 2 ? 8 : rates.vision[0].rate))
    let forecaster = Forecaster(calibration: machine, shape: llava7B, held: held(name, bytes))
    #expect(forecaster.forecast(sight(visual: 1)).isGuess == !unmeasured.isEmpty)
  }

  @Test(arguments: [
    ("float16", 2, 16.0, []), ("int8", 1, 16.0, [Unmeasured.keyValues("int8")]), ("float32", 4, 32.0, []),
  ])
  func ratesAreOfTheModelsKeysAndValues(name: String, bytes: Int, one: Double, unmeasured: [Unmeasured]) {
    var machine = machine
    machine.attention = [attention("float32", 4, one: 32), attention("float16", 2, one: 16)]
    let rates = Rates(machine, llava7B, held("bfloat16", 2, name, bytes))
    #expect(rates.cacheBytes == one && rates.unmeasured == unmeasured)
  }

  private func sight(_ clip: ClipInfo? = nil, visual: Int, text: Int = 60, answer: Int = 32) -> Forecaster.Sight {
    .init(clip: clip, frames: 2, crops: 2, visualTokens: visual, textTokens: text, answerTokens: answer)
  }

  @Test func stagesAreCountedByHand() {
    let clip = clip(seconds: 10, size: PixelSize(width: 1000, height: 1000))
    let seconds = forecaster.forecast(sight(clip, visual: 940, answer: 10)).seconds
    // Two frames and every second of the 248 others, at 1 ms each and 1 ms for its pixels.
    #expect(abs(seconds[.read] - 126 * 2e-3) < 1e-9)
    #expect(abs(seconds[.preprocess] - 2e6 * 1e-8) < 1e-9)
    #expect(abs(seconds[.encode] - 2 * ComputeCost(shape: llava7B).crop / 40e9) < 1e-9)
    let cache: Double = 1005 * 2 * 2 * 32 * 4096
    let decode: Double = 10 * (2 * (layers + head) / 10e9 + 0.032 + cache / 10e9)
    #expect(abs(seconds[.decode] - decode) < 1e-6)
    // Two chunks. 31 layers of everything for all tokens; of the last one keys and values, and the rest for one token.
    let layer: Double = 2 * layers / 32
    let keys: Double = 2 * 2 * 4096 * 4096
    let products: Double = 1000 * (31 * layer + keys) + (layer - keys) + 2 * head
    let attention: Double = 31 * 4 * 4096 * 1000 * 1001 / 2 + 4 * 4096 * 1000
    #expect(abs(seconds[.prefill] - (products / 50e9 + attention / 20e9 + 2 * layers / 5e9)) < 1e-3)
    #expect(seconds.overlapped > 0 && seconds.overlapped <= seconds[.read] + seconds[.preprocess])
  }

  /// A step of int4 reads less, and of int8 keys and values as well.
  @Test func aStepTakesWhatItReads() {
    let many = sight(visual: 2880)
    func decode(_ held: HeldModel) -> Double {
      Forecaster(calibration: machine, shape: llava7B, held: held).forecast(many).seconds[.decode]
    }
    let (all, few) = (decode(held()), decode(held("int4", 0.5625)))
    #expect(abs(all - few - 32 * 1.4375 * (layers + head) / 10e9) < 1e-6)
    let cache = 32 * Double((2880 + 60 + 16) * 2 * 32 * 4096) / 10e9
    #expect(abs(all - decode(held("bfloat16", 2, "int8", 1)) - cache) < 1e-6)
  }

  /// Seven billion weights, keys and values of each token, and some hundreds of megabytes to work in.
  @Test(arguments: [held(), held("int8", 1.0625), held("int4", 0.5625, "int8", 1), held("float32", 4, "float32", 4)])
  func memoryIsWhatIsHeld(held: HeldModel) {
    let forecaster = Forecaster(calibration: machine, shape: llava7B, held: held)
    let bytes = forecaster.forecast(sight(visual: 2880)).bytes
    let base = Double(held.weightBytes) + Double(2972 * held.tokenBytes)
    #expect(bytes > base + 200e6 && bytes < base + 500e6)
  }

  /// While weights are packed nothing else is held: the larger of the two counts.
  @Test func packingIsBeforeThePrompt() {
    func bytes(_ packing: Int) -> Double {
      Forecaster(calibration: machine, shape: llava7B, held: held(packing: packing)).forecast(sight(visual: 1)).bytes
    }
    #expect(bytes(0) == bytes(1 << 20) && bytes(2 << 30) == 65e6 + 14e9 + Double(2 << 30))
  }

  @Test func calibrationsOnDisk() throws {
    let data = try JSONEncoder.m3.encode(machine)
    let read = try JSONDecoder.m3.decode(Calibration.self, from: data)
    #expect(read == machine && read.isSound)
    #expect(Calibration.guess(machine.machine).isSound && Calibration.guess(machine.machine).isGuess)
    let numbers: [WritableKeyPath<Calibration, Double>] = [
      \.memoryBytesPerSecond, \.readSecondsPerPixel, \.cropSecondsPerPixel, \.models[0].bytesPerWeight,
      \.models[0].vision, \.models[0].prefill, \.models[0].chunkWeights, \.models[0].stepBytes,
      \.attention[0].bytesPerNumber, \.attention[0].many, \.attention[0].one,
    ]
    for path in numbers {
      for value in [0, -1, Double.nan, .infinity] {
        var broken = machine
        broken[keyPath: path] = value
        #expect(!broken.isSound)
      }
    }
    let changes: [(inout Calibration) -> Void] = [
      { $0.models = [] }, { $0.attention = [] }, { $0.models[0].width = 0 }, { $0.models[0].visionWidth = 0 },
      { $0.attention[0].width = 0 }, { $0.models[0].stepSecondsPerLayer = -1 }, { $0.readSecondsPerFrame = -1 },
    ]
    for change in changes {
      var broken = machine
      change(&broken)
      #expect(!broken.isSound)
    }
  }

  /// What was measured anew counts, and what was not stays.
  @Test func earlierMeasurementsStay() {
    var new = machine
    var old = machine
    old.models = [rates("bfloat16", 2, step: 7), rates("int4", 0.5625), rates("bfloat16", 2, width: 128)]
    old.attention = [attention("float16", 2, one: 7), attention("int8", 1)]
    new.keep(from: old)
    #expect(new.models == machine.models + old.models[1...])
    #expect(new.attention == machine.attention + old.attention[1...])
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
    let most =
      forecaster.forecast(
        .init(clip: clip(seconds: 60), frames: 1, crops: 1, visualTokens: 36)
      ).bytes + 400e6
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
