public import M3Core

/// Hands out the frames of a clip one by one, ascending; a few are in memory at any time.
///
/// A clip has one cursor at a time: asking it for a new one ends the one before.
public struct FrameCursor: ~Copyable {
  private let reader: any FrameReader
  private let clip: Clip
  private let number: Int

  init(_ reader: any FrameReader, clip: Clip, number: Int) {
    self.reader = reader
    self.clip = clip
    self.number = number
  }

  /// The next frame; nil after the last.
  ///
  /// A frame that cannot be decoded, also when tried again plainly, is left out: look at `Frame.index`. It is counted
  /// in `DecodeStatistics.framesLost` and noted in `Clip.info`. It is never replaced by another one.
  ///
  /// - Throws: `VideoError` for what ends reading at all: limits, files that change, pictures that cannot be shown.
  /// - Precondition: the clip has not been asked for another cursor since.
  public mutating func next() throws(VideoError) -> Frame? {
    precondition(clip.cursorCount == number, "a clip has one cursor at a time")
    return try reader.next()
  }
}
