extension Raster {
  /// Applies blur, colour blur, light and noise, in that order.
  mutating func apply(_ augmentation: Augmentation, frame: Int) {
    if augmentation.softness != 0 { levels = blurred(levels, weight: augmentation.softness) }
    if augmentation.blursChroma { blurChroma() }
    guard augmentation.gain != 1 || augmentation.offset != 0 || augmentation.noise > 0 || augmentation.blockNoise > 0
    else { return }
    addLightAndNoise(augmentation, frame: frame)
  }

  /// Three taps across, then three down; edges repeat.
  private func blurred(_ source: [Float], weight: Float) -> [Float] {
    let middle = 1 - 2 * weight
    let width = side * 3
    var across = source
    for row in 0..<side {
      let base = row * width
      for index in 3..<width - 3 {
        across[base + index] =
          source[base + index] * middle
          + (source[base + index - 3] + source[base + index + 3]) * weight
      }
      for channel in 0..<3 {
        let last = base + width - 3 + channel
        let first = base + channel
        across[first] = source[first] * (1 - weight) + source[first + 3] * weight
        across[last] = source[last] * (1 - weight) + source[last - 3] * weight
      }
    }
    var out = across
    for row in 0..<side {
      let base = row * width
      let above = max(0, row - 1) * width
      let below = min(side - 1, row + 1) * width
      for index in 0..<width {
        out[base + index] = across[base + index] * middle + (across[above + index] + across[below + index]) * weight
      }
    }
    return out
  }

  /// Blurs what is left of each channel without the brightness.
  private mutating func blurChroma() {
    var chroma = levels
    var luma = [Float](repeating: 0, count: side * side)
    for pixel in 0..<side * side {
      let start = pixel * 3
      let y = 0.299 * levels[start] + 0.587 * levels[start + 1] + 0.114 * levels[start + 2]
      luma[pixel] = y
      chroma[start] -= y
      chroma[start + 1] -= y
      chroma[start + 2] -= y
    }
    chroma = blurred(chroma, weight: 0.2)
    for pixel in 0..<side * side {
      let start = pixel * 3
      levels[start] = chroma[start] + luma[pixel]
      levels[start + 1] = chroma[start + 1] + luma[pixel]
      levels[start + 2] = chroma[start + 2] + luma[pixel]
    }
  }

  /// Noise near a normal distribution: the number of set bits of 64 random ones has mean 32 and deviation 4.
  private mutating func addLightAndNoise(_ augmentation: Augmentation, frame: Int) {
    var generator = WorldGenerator(
      seed: WorldGenerator.mix(augmentation.seed &+ UInt64(frame) &* 0xD134_2543_DE82_EF95))
    let blocks = (side + 3) / 4
    var blockLevels = [Float](repeating: augmentation.offset, count: blocks * blocks * 3)
    if augmentation.blockNoise > 0 {
      let scale = augmentation.blockNoise / 4
      for block in blockLevels.indices { blockLevels[block] += Float(generator.next().nonzeroBitCount - 32) * scale }
    }
    let scale = augmentation.noise / 4
    let isNoisy = augmentation.noise > 0
    for row in 0..<side {
      for column in 0..<side {
        let block = (row / 4 * blocks + column / 4) * 3
        let add = isNoisy ? Float(generator.next().nonzeroBitCount - 32) * scale : 0
        let start = (row * side + column) * 3
        levels[start] = levels[start] * augmentation.gain + blockLevels[block] + add
        levels[start + 1] = levels[start + 1] * augmentation.gain + blockLevels[block + 1] + add
        levels[start + 2] = levels[start + 2] * augmentation.gain + blockLevels[block + 2] + add
      }
    }
  }
}
