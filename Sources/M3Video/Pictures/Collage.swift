public import M3Core

/// Frames of a clip as one picture, as IG-VLM shows a video to a picture model.
public enum Collage {
  /// Frames row by row in the order given, all at the smallest width and the smallest height among them.
  ///
  /// Frames of another size are resized (bilinear); cells that no frame fills are white; there are no borders
  /// (imagegridworth/IG-VLM). The grid is `CollageGeometry`'s.
  ///
  /// - Precondition: there is at least one frame.
  public static func compose(_ frames: [Picture]) -> Picture {
    let geometry = CollageGeometry(frameCount: frames.count)
    let cell = frames.dropFirst().reduce(frames[0].size) { smallest, frame in
      PixelSize(width: min(smallest.width, frame.width), height: min(smallest.height, frame.height))
    }
    let size = geometry.size(frame: cell)
    var pixels = [UInt8](repeating: 255, count: size.width * size.height * 3)
    for (index, frame) in frames.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: geometry.columns)
      let evened = frame.resized(to: cell, filter: .bilinear)
      for line in 0..<cell.height {
        let to = ((row * cell.height + line) * size.width + column * cell.width) * 3
        let from = line * cell.width * 3
        pixels.replaceSubrange(to..<to + cell.width * 3, with: evened.pixels[from..<from + cell.width * 3])
      }
    }
    return Picture(width: size.width, height: size.height, pixels: pixels)
  }
}
