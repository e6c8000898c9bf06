public import M3Core

/// Why a clip cannot be opened or read.
///
/// `path` is the file as the user named it, unescaped.
public enum VideoError: ExplainedError, Equatable {
  /// open(2) failed with this errno value.
  case cannotOpen(path: String, code: Int32)
  /// Not a regular file.
  case notRegular(path: String, kind: FileKind)
  case empty(path: String)
  case tooLarge(path: String, bytes: Int64, limit: Int64)
  /// A text that names other files.
  case playlist(path: String, kind: String)
  /// No known format.
  case unknownFormat(path: String)
  /// A known format that is not read here.
  case unsupportedFormat(path: String, format: String)
  case unsupportedCodec(path: String, codec: String)
  /// The container lacks a part without which nothing can be decoded.
  case incomplete(path: String, part: MissingPart)
  case noVideo(path: String, hasSound: Bool, hasCover: Bool)
  case encrypted(path: String)
  /// The clip asked for another file; nothing of it could be read without.
  case opensOtherFile(path: String, other: String)
  /// `size` is nil where the decoder did not tell.
  case tooManyPixels(path: String, size: PixelSize?, limit: Int)
  case tooManyFrames(path: String, limit: Int)
  case tooManyRequests(path: String, count: Int, limit: Int)
  case tooManySizes(path: String, limit: Int)
  case tooManyStills(path: String, limit: Int)
  /// Not one picture came out of the decoder; `detail` is its last word.
  case nothingDecodes(path: String, detail: String?)
  /// A pixel format that cannot become RGB.
  case unsupportedPixels(path: String, format: String)
  case timedOut(path: String, seconds: Double)
  /// The demuxer read far more than the file holds.
  case readTooMuch(path: String)
  case readFailed(path: String, detail: String?)
  /// The file is not what it was when it was opened.
  case changed(path: String)
  case outOfMemory(path: String)
  /// Among several inputs, one that is not a picture.
  case notAStill(path: String)
  case emptyFolder(path: String)
  case noInputs
}

/// What a path can name other than a regular file.
public enum FileKind: String, Sendable {
  case directory
  case pipe
  case device
  case socket
  case other
}

/// What an incomplete container lacks.
public enum MissingPart: String, Sendable {
  /// MP4's index (moov) is not there.
  case index
  /// MP4's index (moov) is there in part.
  case indexEnd
  /// The container is there, the first picture is not.
  case pictures
}
