/// What reading a clip has cost so far, in counts: performance that can be tested without a clock.
public struct DecodeStatistics: Equatable, Sendable {
  /// Seeks asked of the demuxer.
  public var seeksTried = 0
  /// Seeks that landed on a packet known from the index.
  public var seeksDone = 0
  /// Seeks that landed elsewhere, or failed.
  public var seeksRejected = 0
  /// How often the file was read from its start again.
  public var restarts = 0
  /// Packets of the video that the demuxer gave, the first scan included.
  public var packetsRead = 0
  /// Packets read after the scan and not given to the decoder, since decoding began behind them.
  public var packetsPassed = 0
  /// Packets given to the decoder after the scan.
  public var packetsSent = 0
  /// Of those, packets that the decoder might drop if no other picture needs them.
  public var packetsSkippable = 0
  /// Packets that the decoder refused.
  public var packetsRefused = 0
  /// Pictures that came out of the decoder after the scan.
  public var framesDecoded = 0
  /// Frames handed out, repeats included.
  public var framesOut = 0
  /// Frames that were decoded a second time, plainly, since they did not come out the first time.
  public var framesRetried = 0
  /// Different frames handed out that the decoder concealed errors in.
  public var framesDamaged = 0
  /// Different frames that were asked for and cannot be decoded; they are left out.
  public var framesLost = 0
  /// Other files that the clip wanted opened; always refused.
  public var refusedOpens = 0
  /// Bytes that the demuxer has read.
  public var bytesRead: Int64 = 0

  public init() {}
}
