import M3Core
import M3Planner
import M3Video
import M3World

/// Decoding and resizing, on a clip that is made on the spot.
struct ReadStage {
  static let rowCount = 2
  private static let side = 640
  private static let frames = 96

  let settings: BenchSettings
  private(set) var secondsPerPixel = 0.0
  private(set) var secondsPerFrame = 0.0
  private(set) var cropSecondsPerPixel = 0.0

  init(_ settings: BenchSettings) { self.settings = settings }

  mutating func run(_ report: (BenchRow) -> Void) throws {
    let large = try clip(side: Self.side)
    let small = try clip(side: 64)
    let (slow, fast) = (try decode(large), try decode(small))
    let pixels = Double(Self.side * Self.side)
    // Two sizes tell what a pixel costs and what a frame costs beside.
    secondsPerPixel = max(1e-12, (slow.shortest - fast.shortest) / (pixels - 64 * 64))
    secondsPerFrame = max(0, fast.shortest - 64 * 64 * secondsPerPixel)
    report(
      BenchRow(
        "decode \(Self.side) x \(Self.side) H.264, every frame", seconds: slow.median, rate: 1 / slow.median,
        unit: .frames,
        note: "a frame; made on the spot by libx264, moving texture"))

    var cursor = try large.frames(at: [0], threads: 1)
    guard let frame = try cursor.next() else { return }
    let preprocessor = Preprocessor(ModelPreset.llava15.imageProcessing)
    let time = try settings.time { for _ in 0..<8 { _ = preprocessor.crop(of: frame.picture) } } / 8
    cropSecondsPerPixel = time.shortest / pixels
    report(
      BenchRow(
        "resize \(Self.side) x \(Self.side) to 336 x 336", seconds: time.median, rate: 1 / time.median, unit: .frames,
        note: "a frame"))
  }

  /// Seconds a frame.
  private func decode(_ clip: Clip) throws -> Timing {
    try settings.time {
      var cursor = try clip.frames(at: Array(0..<Self.frames), threads: 1)
      while try cursor.next() != nil {}
    } / Double(Self.frames)
  }

  private func clip(side: Int) throws -> Clip {
    let path = "\(settings.folder)/clip\(side).mp4"
    try MovingTexture(side: side).write(frames: Self.frames, to: path)
    return try Clip.open(path)
  }
}
