import M3Core

/// One scene of the world, decided whole when it is made: what is drawn, and so what is true.
///
/// `Scene(split: .test, index: 7)` is the same on every machine. Its Codable form is the world's record of the clip.
public struct Scene: Equatable, Codable, Sendable {
  public let split: WorldSplit
  public let kind: SceneKind
  /// Within its split and kind, from 0.
  public let index: Int
  /// Nil for an image.
  public let timing: WorldTiming?
  public var background: SceneBackground
  /// All of different colours; the moving one, if any, comes last and never meets another.
  public var objects: [SceneObject]
  public var board: SceneBoard?
  /// In order of time, of different colours, never overlapping.
  public var flashes: [SceneFlash]
  /// What the camera of the clip adds: softness and noise, used for the written file.
  public let camera: Augmentation

  /// Frames; 1 for an image.
  public var frameCount: Int { timing?.frameCount ?? 1 }

  /// In seconds; 0 for an image.
  public var duration: Double { timing?.duration ?? 0 }

  /// The object that moves.
  public var mover: SceneObject? { objects.last { $0.motion != nil } }

  /// "clip-test-000007".
  public var name: String {
    let digits = String(index)
    return "\(kind.rawValue)-\(split.rawValue)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// The seed of the scene.
  public var seed: UInt64 { WorldSeed.of(split: split, kind: kind, index: index) }

  /// When a frame appears, in seconds.
  public func time(_ frame: Int) -> Double { timing.map { Double(frame) / $0.rate.value } ?? 0 }

  /// Where the moving object stands in a frame, in steps from 0.
  public func step(_ frame: Int) -> Int { frame * SceneObject.steps / frameCount }

  /// The flash over a frame.
  public func flash(at frame: Int) -> SceneFlash? { flashes.first { $0.frames.contains(frame) } }

  /// The board, if a frame shows it.
  public func board(at frame: Int) -> SceneBoard? { board.flatMap { $0.frames.contains(frame) ? $0 : nil } }

  init(
    split: WorldSplit, kind: SceneKind, index: Int, timing: WorldTiming?, background: SceneBackground,
    objects: [SceneObject], board: SceneBoard?, flashes: [SceneFlash], camera: Augmentation
  ) {
    self.split = split
    self.kind = kind
    self.index = index
    self.timing = timing
    self.background = background
    self.objects = objects
    self.board = board
    self.flashes = flashes
    self.camera = camera
  }
}
