/// Something about a clip that does not stop an answer but that its reader should know.
public enum ClipNote: Equatable, Sendable {
  /// The stream has no clock: frames were counted at the nominal rate.
  case nominalTimes
  /// The container promises more than there is.
  case endsEarly(shown: Int, promised: Int, seconds: Double, promisedSeconds: Double)
  /// The file ends in the middle of its data; how much is missing is unknown.
  case cutOff(shown: Int, seconds: Double)
  /// Pictures are made of two fields and shown as coded, not deinterlaced.
  case interlaced
  /// High dynamic range, converted without tone mapping.
  case highDynamicRange
  /// A rotation that is not a multiple of 90 degrees, left alone.
  case oddRotation(degrees: Double)
  /// Frames that the decoder reported as damaged among those read so far.
  case damaged(frames: Int)
  /// Frames that were asked for and cannot be decoded at all; they are left out.
  case lost(frames: Int)
  /// A colour matrix that is not known here, taken for the nearest one that is.
  case approximateColors(matrix: String)
  /// A pixel aspect that nobody can mean, taken for square.
  case oddPixelAspect(Rational)

  /// One sentence without a full stop.
  public var message: String {
    switch self {
    case .nominalTimes: "has no clock of its own; times are counted at its nominal frame rate"
    case .endsEarly(let shown, let promised, let seconds, let promisedSeconds):
      "ends early: \(shown) of \(promised) frames, \(seconds.tenths) of \(promisedSeconds.tenths) s"
    case .cutOff(let shown, let seconds):
      "is cut off: the file ends in the middle of its data, after \(shown) frames, \(seconds.tenths) s"
    case .interlaced: "is interlaced; frames are taken as coded"
    case .highDynamicRange: "has high dynamic range; it is converted without tone mapping"
    case .oddRotation(let degrees): "asks to be turned by \(degrees.tenths) degrees, which is ignored"
    case .damaged(let frames): "\(frames) \(frames == 1 ? "frame is" : "frames are") damaged"
    case .lost(let frames):
      "\(frames) \(frames == 1 ? "frame" : "frames") cannot be decoded and \(frames == 1 ? "is" : "are") left out"
    case .approximateColors(let matrix): "has colours in \(matrix.escapedForTerminal), which are shown approximately"
    case .oddPixelAspect(let aspect):
      "claims pixels of \(aspect.numerator):\(aspect.denominator), which is ignored"
    }
  }
}

extension Double {
  /// With one digit after the point, for sentences.
  var tenths: String {
    let scaled = (self * 10).rounded()
    guard scaled.magnitude < 1e15 else { return "\(self)" }
    let whole = Int64(scaled)
    return "\(whole < 0 ? "-" : "")\(whole.magnitude / 10).\(whole.magnitude % 10)"
  }
}
