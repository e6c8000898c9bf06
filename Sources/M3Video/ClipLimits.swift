/// How much a clip may cost before it is refused: clips are foreign files, and small ones can claim to be huge.
public struct ClipLimits: Equatable, Sendable {
  /// The largest file, in bytes.
  public var bytes: Int64
  /// The largest picture, width times height, before and after its pixels are made square.
  public var pixels: Int
  /// The most frames (and packets) of a clip; an index of a million frames takes about 40 MB.
  public var frames: Int
  /// The most frames that one call of `Clip.frames(at:threads:)` may ask for.
  public var requests: Int
  /// How often pictures of one cursor may change their size.
  public var sizeChanges: Int
  /// Packets in a row that the decoder may refuse before the rest up to the next seek is given up.
  public var refusedPackets: Int
  /// How long opening may take until the streams are known, in seconds.
  public var secondsToOpen: Double
  /// How long reading may take from one packet to the next, in seconds.
  public var secondsWithoutProgress: Double
  /// The most decoder threads.
  public var threads: Int
  /// MP4 files larger than this are scanned by their index alone, without fetching the media data, in bytes.
  public var fullScanBytes: Int64
  /// The most pictures that are taken from one folder.
  public var stills: Int

  public init(
    bytes: Int64 = 1 << 40, pixels: Int = 64 << 20, frames: Int = 16 << 20, requests: Int = 2880,
    sizeChanges: Int = 16, refusedPackets: Int = 64, secondsToOpen: Double = 5, secondsWithoutProgress: Double = 30,
    threads: Int = 2, fullScanBytes: Int64 = 256 << 20, stills: Int = 100_000
  ) {
    self.bytes = bytes
    self.pixels = pixels
    self.frames = frames
    self.requests = requests
    self.sizeChanges = sizeChanges
    self.refusedPackets = refusedPackets
    self.secondsToOpen = secondsToOpen
    self.secondsWithoutProgress = secondsWithoutProgress
    self.threads = threads
    self.fullScanBytes = fullScanBytes
    self.stills = stills
  }

  /// What an ordinary clip never reaches.
  public static let standard = ClipLimits()

  /// Bytes that one operation on a file may read: every byte many times, but not for ever (seek loops).
  func allowance(fileBytes: Int64) -> Int64 {
    let (product, overflow) = fileBytes.multipliedReportingOverflow(by: 64)
    return overflow ? .max : product &+ (64 << 20)
  }
}
