import M3Core

@testable import M3World

/// A frame as an eye of few tokens sees it: the mean colour of each cell of a square grid.
struct Pooled {
  let side: Int
  /// [row, column, channel].
  let levels: [Float]

  init(_ picture: Picture, side: Int) {
    self.side = side
    let cell = picture.width / side
    var levels = [Float](repeating: 0, count: side * side * 3)
    for row in 0..<side * cell {
      for column in 0..<side * cell {
        let target = (row / cell * side + column / cell) * 3
        let source = (row * picture.width + column) * 3
        for channel in 0..<3 { levels[target + channel] += Float(picture.pixels[source + channel]) }
      }
    }
    self.levels = levels.map { $0 / Float(cell * cell) }
  }

  func distance(_ other: Pooled) -> Float { zip(levels, other.levels).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
}

/// Reads the temporal families from one mean colour a frame, by simple arithmetic.
struct FlashReader {
  let colors: [WorldColor]

  /// - Parameter means: red, green and blue of each frame in order of time.
  init(_ means: [[Float]]) {
    let middle = (0..<3).map { channel in means.map { $0[channel] }.sorted()[means.count / 2] }
    var colors: [WorldColor] = []
    var last: WorldColor?
    var base = middle
    for mean in means {
      let distance = (0..<3).map { abs(mean[$0] - middle[$0]) }.max() ?? 0
      if distance < 30 {
        base = mean
        last = nil
        continue
      }
      let strength = SceneFlash.strength
      let tint = (0..<3).map { (mean[$0] - (1 - strength) * base[$0]) / strength }
      let color = WorldColor.allCases.min { Self.distance($0, tint) < Self.distance($1, tint) }
      if let color, color != last { colors.append(color) }
      last = color
    }
    self.colors = colors
  }

  private static func distance(_ color: WorldColor, _ tint: [Float]) -> Float {
    let rgb = [Float(color.rgb.red), Float(color.rgb.green), Float(color.rgb.blue)]
    return zip(rgb, tint).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// The answer to a question of the families brief, order and repetition; nil when the flashes seen do not tell.
  func answer(_ question: WorldQuestion) -> String? {
    let named = colors.firstIndex { question.question.contains(" \($0.rawValue) one") }
    switch question.kind {
    case .repetition: return WorldNumber.cardinals[min(colors.count, 5)]
    case .brief: return colors.first?.rawValue ?? QuestionKind.noFlash
    case .first: return colors.first?.rawValue
    case .last: return colors.last?.rawValue
    case .after: return named.flatMap { $0 + 1 < colors.count ? colors[$0 + 1].rawValue : nil }
    case .before: return named.flatMap { $0 > 0 ? colors[$0 - 1].rawValue : nil }
    default: return nil
    }
  }
}

/// Reads the board's characters by the nearest template, knowing where the board is and how bright the camera made it.
struct BoardReader {
  /// Cells along a side after averaging; 96 for no loss.
  let side: Int
  let camera: Augmentation

  /// The character of each slot, from a frame of 96 pixels.
  func read(_ picture: Picture, board: SceneBoard) -> [WorldGlyph] {
    let seen = spread(picture)
    let templates = WorldGlyph.allCases.map { (glyph: $0, levels: template($0, board)) }
    return (0..<SceneBoard.lineCount * SceneBoard.lineLength).map { slot in
      let cell = board.cell(line: slot / SceneBoard.lineLength, position: slot % SceneBoard.lineLength)
      let best = templates.min { distance(seen, $0.levels, cell) < distance(seen, $1.levels, cell) }
      return best?.glyph ?? .zero
    }
  }

  /// A board that holds one character everywhere, seen the same way.
  private func template(_ glyph: WorldGlyph, _ board: SceneBoard) -> [Float] {
    var plain = board
    plain.lines = [[WorldGlyph]](
      repeating: [WorldGlyph](repeating: glyph, count: SceneBoard.lineLength), count: SceneBoard.lineCount)
    let paint = RGB(red: 90, green: 90, blue: 90)
    var raster = Raster(side: 96, background: SceneBackground(color: .gray, paint: paint, slopeX: 0, slopeY: 0))
    raster.paint(plain)
    var light = Augmentation.none
    (light.gain, light.offset) = (camera.gain, camera.offset)
    raster.apply(light, frame: 0)
    return spread(raster.picture())
  }

  /// Brightnesses of 96 x 96 pixels, each cell's mean repeated over it.
  private func spread(_ picture: Picture) -> [Float] {
    let pooled = Pooled(picture, side: side)
    let cell = 96 / side
    return (0..<96 * 96).map { pixel in
      let start = (pixel / 96 / cell * side + pixel % 96 / cell) * 3
      return pooled.levels[start] + pooled.levels[start + 1] + pooled.levels[start + 2]
    }
  }

  private func distance(_ one: [Float], _ two: [Float], _ cell: (x: Int, y: Int)) -> Float {
    var sum: Float = 0
    for row in cell.y..<cell.y + WorldGlyph.cellHeight {
      for pixel in row * 96 + cell.x..<row * 96 + cell.x + WorldGlyph.cellWidth {
        sum += (one[pixel] - two[pixel]) * (one[pixel] - two[pixel])
      }
    }
    return sum
  }
}
