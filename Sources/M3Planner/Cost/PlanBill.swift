public import M3Core

/// Everything that a plan costs with a model: the vision tower, the prefill, memory, and time on devices.
public struct PlanBill: Equatable, Sendable, Encodable {
  /// One part of the way.
  public struct Part: Equatable, Sendable, Encodable {
    public var flops: Double
    /// All bytes that are moved.
    public var bytes: Double
  }

  /// Seconds: a roofline's, or foretold ones.
  public struct Time: Equatable, Sendable, Encodable {
    public var device: String
    public var visionSeconds: Double
    public var prefillSeconds: Double
    /// How the model is held there; nil for a roofline, which is in half precision.
    public var held: Held?
  }

  /// How a model is held in memory, and all that is held with it.
  public struct Held: Equatable, Sendable, Encodable {
    public var precision: String
    public var keyValues: String
    public var bytes: Double
  }

  public var layout: Layout
  public var frames: Int
  public var scale: VisualScale
  public var crops: Int
  /// What the prompt holds.
  public var visualTokens: Int
  public var textTokens: Int
  public var vision: Part
  public var prefill: Part
  public var memory: MemoryCost
  public var times: [Time]

  /// - Parameters:
  ///   - frameSize: of one frame; decides what a grid costs.
  ///   - devices: to give times for.
  public init(
    shape: ModelShape, processing: ImageProcessing, frames: Int, scale: VisualScale, layout: Layout,
    frameSize: PixelSize, textTokens: Int, devices: [Device]
  ) {
    let count = TokenCount(processing: processing, frameSize: frameSize)
    self.layout = layout
    self.frames = frames
    self.scale = scale
    self.textTokens = textTokens
    crops = count.crops(frames: frames, layout: layout)
    visualTokens = count.actual(Array(repeating: scale, count: frames), layout: layout)
    let cost = RooflineCost(shape: shape)
    let vision = cost.vision(crops: crops)
    let prefill = cost.prefill(tokens: visualTokens + textTokens)
    self.vision = Part(flops: vision.flops, bytes: vision.bytes)
    self.prefill = Part(flops: prefill.flops, bytes: prefill.bytes)
    memory = MemoryCost(shape: shape, tokens: visualTokens + textTokens)
    times = devices.map {
      Time(device: $0.name, visionSeconds: vision.seconds(on: $0), prefillSeconds: prefill.seconds(on: $0))
    }
  }

  /// Adds the time that a forecaster foretells, which is no roofline.
  public mutating func addTime(of forecaster: Forecaster, on device: String) {
    let forecast = forecaster.forecast(
      .init(
        clip: nil, frames: frames, crops: crops, layout: layout, visualTokens: visualTokens, textTokens: textTokens))
    times.append(
      Time(
        device: device, visionSeconds: forecast.seconds[.encode], prefillSeconds: forecast.seconds[.prefill],
        held: .init(
          precision: forecaster.held.precision, keyValues: forecaster.held.keyValues, bytes: forecast.bytes)))
  }
}
