public import M3Core

/// One coloured shape; it stands still, or crosses the frame once at a constant speed.
public struct SceneObject: Equatable, Codable, Sendable {
  /// Steps that a crossing takes over a clip: positions change only this often.
  public static let steps = 16
  /// How far an object moves from step to step, in 1/96 of the frame: one patch of a 24 x 24 grid.
  static let stride = 4
  /// From the first step's position to the last one's.
  static let path = (steps - 1) * stride

  public var color: WorldColor
  public var shape: WorldShape
  /// Side of its box in 1/96 of the frame.
  public var size: Int
  /// Left edge of its box at the first step, in 1/96 of the frame.
  public var x: Int
  /// Top edge of its box at the first step.
  public var y: Int
  /// Its colour as painted.
  public var paint: RGB
  /// Nil for an object that stands still.
  public var motion: WorldDirection?

  /// Left and top of its box at a step, in 1/96 of the frame.
  public func origin(step: Int) -> (x: Int, y: Int) {
    guard let motion else { return (x, y) }
    let shift = (motion.isForward ? 1 : -1) * step * Self.stride
    return motion.isHorizontal ? (x + shift, y) : (x, y + shift)
  }

  /// "red circle".
  public var name: String { "\(color.rawValue) \(shape.rawValue)" }

  /// The place of an object that stands still.
  public var place: WorldPlace? {
    guard motion == nil else { return nil }
    return WorldPlace(row: (y + size / 2) / WorldCanvas.cell, column: (x + size / 2) / WorldCanvas.cell)
  }
}
