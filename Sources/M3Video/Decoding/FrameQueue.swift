import M3Core

/// Frames that are ready, in order, each to be handed out as often as it was asked for.
struct FrameQueue {
  private var frames: [(frame: Frame, left: Int)] = []

  mutating func append(_ frame: Frame, repeats: Int) { frames.append((frame, repeats)) }

  mutating func next() -> Frame? {
    guard let first = frames.first else { return nil }
    if first.left > 1 { frames[0].left -= 1 } else { frames.removeFirst() }
    return first.frame
  }
}
