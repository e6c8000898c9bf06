import M3Core

extension Scene {
  /// Chances of 0, 1, 2, 3 and 4 flashes; one is commoner, since only such clips can ask for the flash's colour.
  static let flashWeights: [Float] = [0.16, 0.36, 0.16, 0.16, 0.16]
  /// The most objects of a scene.
  static let maximumObjects = 5

  /// The scene of a split with a number, from 0.
  public init(split: WorldSplit, index: Int, kind: SceneKind = .clip, timings: WorldTimings = .standard) {
    var generator = WorldGenerator(seed: WorldSeed.of(split: split, kind: kind, index: index))
    let timing = kind == .clip ? timings.draw(using: &generator) : nil
    let frameCount = timing?.frameCount ?? 1
    let background = Self.drawBackground(using: &generator)

    var free = WorldPlace.allCases
    var lane: [WorldPlace] = []
    let motion = kind == .clip ? generator.pick([nil] + WorldDirection.allCases.map(Optional.some)) ?? nil : nil
    if let motion {
      let number = generator.below(3)
      lane = free.filter { motion.isHorizontal ? $0.row == number : $0.column == number }
      free.removeAll { lane.contains($0) }
    }
    free = generator.shuffled(free)
    let board = generator.chance(0.85) ? Self.drawBoard(in: free.removeLast(), frameCount, using: &generator) : nil

    let count = generator.within(1...Self.maximumObjects)
    let colors = generator.shuffled(WorldColor.allCases)
    var objects: [SceneObject] = []
    for (number, color) in colors.prefix(count).enumerated() {
      let isMover = motion != nil && number == count - 1
      let place = isMover ? lane[0] : free[number]
      objects.append(Self.drawObject(color: color, in: place, motion: isMover ? motion : nil, using: &generator))
    }

    let flashes = timing.map { Self.drawFlashes($0, using: &generator) } ?? Self.drawImageFlash(using: &generator)
    let camera = Augmentation.camera(using: &generator)
    self.init(
      split: split, kind: kind, index: index, timing: timing, background: background, objects: objects, board: board,
      flashes: flashes, camera: camera)
  }

  private static func drawBackground(using generator: inout WorldGenerator) -> SceneBackground {
    let color = generator.pick(WorldBackground.allCases) ?? .black
    let paint = color.rgb.shifted(by: 8, using: &generator)
    let slopes: ClosedRange<Float> = -12...12
    let slopeX = generator.within(slopes)
    return SceneBackground(color: color, paint: paint, slopeX: slopeX, slopeY: generator.within(slopes))
  }

  /// An object of 24 to 28 units inside one place, or at the start of a lane that begins in it.
  private static func drawObject(
    color: WorldColor, in place: WorldPlace, motion: WorldDirection?, using generator: inout WorldGenerator
  ) -> SceneObject {
    let size = generator.within(24...28)
    let shape = generator.pick(WorldShape.allCases) ?? .circle
    var x = place.column * WorldCanvas.cell + generator.within(0...WorldCanvas.cell - size)
    var y = place.row * WorldCanvas.cell + generator.within(0...WorldCanvas.cell - size)
    if let motion {
      let start = generator.within(0...WorldCanvas.side - size - SceneObject.path)
      let first = motion.isForward ? start : start + SceneObject.path
      if motion.isHorizontal { x = first } else { y = first }
    }
    let paint = color.rgb.shifted(by: 10, using: &generator)
    return SceneObject(color: color, shape: shape, size: size, x: x, y: y, paint: paint, motion: motion)
  }

  /// A board inside a place, for 22 to 36 in a hundred of the clip: five midpoints always meet it, one often does not.
  private static func drawBoard(
    in place: WorldPlace, _ frameCount: Int, using generator: inout WorldGenerator
  ) -> SceneBoard {
    let lines = (0..<SceneBoard.lineCount).map { _ in
      (0..<SceneBoard.lineLength).map { _ in generator.pick(WorldGlyph.allCases) ?? .zero }
    }
    let x = place.column * WorldCanvas.cell + generator.below(2) * (WorldCanvas.cell - SceneBoard.width)
    var frames = 0..<1
    if frameCount > 1 {
      let length = generator.within(frameCount * 22 / 100...frameCount * 36 / 100)
      let start = generator.within(0...frameCount - length)
      frames = start..<start + length
    }
    return SceneBoard(x: x, y: place.row * WorldCanvas.cell, lines: lines, frames: frames)
  }

  /// Flashes of different colours at random times, at least two flash lengths apart.
  private static func drawFlashes(_ timing: WorldTiming, using generator: inout WorldGenerator) -> [SceneFlash] {
    let count = generator.index(weights: flashWeights)
    let colors = generator.shuffled(WorldColor.allCases)
    guard count > 0 else { return [] }
    let length = timing.flashLength
    let gap = 2 * length
    let slack = timing.frameCount - 2 - count * length - (count - 1) * gap
    let offsets = (0..<count).map { _ in generator.within(0...slack) }.sorted()
    return offsets.enumerated().map { number, offset in
      let start = 1 + offset + number * (length + gap)
      return SceneFlash(color: colors[number], frames: start..<start + length)
    }
  }

  /// One image in five is taken during a flash.
  private static func drawImageFlash(using generator: inout WorldGenerator) -> [SceneFlash] {
    let color = generator.pick(WorldColor.allCases) ?? .red
    return generator.chance(0.2) ? [SceneFlash(color: color, frames: 0..<1)] : []
  }
}
