public import M3Core

/// An opened clip: a video, a picture, or several pictures in order.
///
/// Opening reads through the file once without decoding more than it must, so that `info` tells what is there and not
/// what a header claims. Files are opened once, by descriptor; nothing that they name is ever opened. Not Sendable: a
/// clip belongs to whoever opened it, and its calls are made one after the other.
public final class Clip {
  private let content: any ClipContent
  private(set) var cursorCount = 0

  private init(_ content: any ClipContent) { self.content = content }

  /// Opens one video or picture.
  ///
  /// - Throws: `VideoError` naming the file and the cause: not a regular file, a playlist, incomplete, encrypted, over a
  ///   limit, nothing that decodes.
  public static func open(_ path: String, limits: ClipLimits = .standard) throws(VideoError) -> Clip {
    Clip(try FileContent(ClipFile(path, limits: limits)))
  }

  /// Opens one clip, or several pictures in order as one clip of a frame a second.
  ///
  /// One directory stands for the pictures in it, in natural order of their names. Pictures may differ in size; the
  /// clip's size is the first one's.
  ///
  /// - Throws: as `open(_:limits:)`; `VideoError.notAStill` for a video among several inputs.
  public static func open(_ paths: [String], limits: ClipLimits = .standard) throws(VideoError) -> Clip {
    guard let first = paths.first else { throw .noInputs }
    guard paths.count == 1 else { return Clip(try StillsContent(paths, limits: limits)) }
    guard let stills = try FolderOfStills.paths(in: first, limits: limits) else {
      return try open(first, limits: limits)
    }
    return Clip(try StillsContent(stills, name: first, limits: limits))
  }

  /// The state in which the files of a clip are now, without reading them: a clip that was opened in this state is the
  /// same.
  ///
  /// - Throws: as `open(_:limits:)`, for files that cannot be opened.
  public static func identity(
    of paths: [String], limits: ClipLimits = .standard
  ) throws(VideoError) -> ClipIdentity {
    guard let first = paths.first else { throw .noInputs }
    let files = paths.count == 1 ? try FolderOfStills.paths(in: first, limits: limits) ?? paths : paths
    var stamps: [ClipIdentity.Stamp] = []
    for file in files { stamps.append(try ClipFile(file, limits: limits).stamp) }
    return ClipIdentity(stamps: stamps)
  }

  /// The clip's facts, with notes on what has come up so far.
  public var info: ClipInfo { content.info }

  /// The files that the clip was read from, in the state that they had when it was opened.
  public var identity: ClipIdentity { content.identity }

  /// What the clip's files hold, as 64 digits: the same for copies of them; nil when they cannot be read again.
  ///
  /// Files above 256 MB are known by their size, time, place and evenly spaced blocks, and copies of those are not.
  public var contentHash: String? { content.contentHash }

  /// What reading the clip has cost so far, opening included.
  public var statistics: DecodeStatistics { content.statistics }

  /// Begins to read frames.
  ///
  /// - Parameters:
  ///   - indices: which of the shown frames, ascending; one that occurs several times is decoded once and handed out
  ///     as often.
  ///   - threads: how many decoder threads may run; used where long stretches are decoded.
  /// - Precondition: the indices ascend and each is in `0 ..< info.frameCount`.
  public func frames(at indices: [Int], threads: Int) throws(VideoError) -> FrameCursor {
    precondition(!zip(indices, indices.dropFirst()).contains { $0 > $1 }, "indices ascend")
    precondition(
      indices.allSatisfy { (0..<content.info.frameCount).contains($0) }, "indices are among the shown frames")
    cursorCount += 1
    let reader = try content.reader(FrameRequest.gather(indices), count: indices.count, threads: max(1, threads))
    return FrameCursor(reader, clip: self, number: cursorCount)
  }
}

/// What a clip is made of.
protocol ClipContent: AnyObject {
  var info: ClipInfo { get }
  var identity: ClipIdentity { get }
  var contentHash: String? { get }
  var statistics: DecodeStatistics { get }
  func reader(_ requests: [FrameRequest], count: Int, threads: Int) throws(VideoError) -> any FrameReader
}
