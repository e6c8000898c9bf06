public import M3Core

/// Draws the frames of one scene at one size; what stands still is painted once.
public struct SceneRenderer: Sendable {
  public let scene: Scene
  /// Pixels a side.
  public let side: Int
  private let withoutBoard: Raster
  private let withBoard: Raster

  /// - Precondition: `side` is at least 8.
  public init(_ scene: Scene, side: Int) {
    precondition(side >= 8, "a frame has 8 pixels a side or more")
    self.scene = scene
    self.side = side
    var raster = Raster(side: side, background: scene.background)
    for object in scene.objects where object.motion == nil { raster.paint(object, step: 0) }
    withoutBoard = raster
    if let board = scene.board { raster.paint(board) }
    withBoard = raster
  }

  /// Frame `frame` as RGB bytes.
  ///
  /// - Precondition: `frame` is in `0 ..< scene.frameCount`.
  public func frame(_ frame: Int, augmentation: Augmentation = .none) -> Picture {
    precondition((0..<scene.frameCount).contains(frame), "the scene has \(scene.frameCount) frames")
    var raster = scene.board(at: frame) == nil ? withoutBoard : withBoard
    if let mover = scene.mover { raster.paint(mover, step: scene.step(frame)) }
    if let flash = scene.flash(at: frame) { raster.tint(flash.color.rgb, strength: SceneFlash.strength) }
    raster.apply(augmentation, frame: frame)
    return raster.picture()
  }
}

extension Scene {
  /// One frame as RGB bytes; a `SceneRenderer` is faster for several.
  public func frame(_ frame: Int, side: Int = WorldCanvas.side, augmentation: Augmentation = .none) -> Picture {
    SceneRenderer(self, side: side).frame(frame, augmentation: augmentation)
  }
}
