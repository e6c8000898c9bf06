import Glibc
import M3Core

extension VideoError {
  public var message: String {
    let cause = cause
    guard let path else { return cause }
    return "\(path.isEmpty ? "\"\"" : path.escapedForTerminal): \(cause)"
  }

  /// The file that the error is about.
  public var path: String? {
    switch self {
    case .cannotOpen(let path, _), .notRegular(let path, _), .empty(let path), .tooLarge(let path, _, _),
      .playlist(let path, _), .unknownFormat(let path), .unsupportedFormat(let path, _),
      .unsupportedCodec(let path, _), .incomplete(let path, _), .noVideo(let path, _, _), .encrypted(let path),
      .opensOtherFile(let path, _), .tooManyPixels(let path, _, _), .tooManyFrames(let path, _),
      .tooManyRequests(let path, _, _), .tooManySizes(let path, _), .tooManyStills(let path, _),
      .nothingDecodes(let path, _), .unsupportedPixels(let path, _), .timedOut(let path, _), .readTooMuch(let path),
      .readFailed(let path, _), .changed(let path), .outOfMemory(let path), .notAStill(let path),
      .emptyFolder(let path):
      path
    case .noInputs: nil
    }
  }

  private var cause: String {
    switch self {
    case .cannotOpen(_, let code): Self.reason(code)
    case .notRegular(_, .directory): "a directory, not a video"
    case .notRegular(_, .pipe): "a pipe, not a regular file"
    case .notRegular(_, .device): "a device, not a regular file"
    case .notRegular(_, .socket): "a socket, not a regular file"
    case .notRegular(_, .other): "not a regular file"
    case .empty: "the file is empty"
    case .tooLarge(_, let bytes, let limit): "\(bytes) bytes; the limit is \(limit)"
    case .playlist(_, let kind): "a playlist (\(kind)), not a video; it names other files and those are not opened"
    case .unknownFormat: "not a video or picture in a known format"
    case .unsupportedFormat(_, let format): "the format \(format.escapedForTerminal) is not supported"
    case .unsupportedCodec(_, let codec): "video coded as \(codec.escapedForTerminal) is not supported"
    case .incomplete(_, .index):
      "incomplete: the index (moov) is missing, so the download or recording was cut off"
    case .incomplete(_, .indexEnd): "incomplete: the file ends inside its index (moov), so the download was cut off"
    case .incomplete(_, .pictures): "incomplete: the file ends before its first picture"
    case .noVideo(_, true, true): "no video stream (only sound, with a cover picture)"
    case .noVideo(_, false, true): "no video stream (only a cover picture)"
    case .noVideo(_, true, false): "no video stream (only sound)"
    case .noVideo(_, false, false): "no video stream"
    case .encrypted: "the video is encrypted"
    case .opensOtherFile(_, let other):
      "it is only a pointer to another file (\(other.escapedForTerminal)), and that is not opened"
    case .tooManyPixels(_, let size, let limit): Self.tooManyPixels(size, limit)
    case .tooManyFrames(_, let limit): "more than \(limit) frames"
    case .tooManyRequests(_, let count, let limit): "\(count) frames are asked for at once; the limit is \(limit)"
    case .tooManySizes(_, let limit): "its pictures change their size more than \(limit) times"
    case .tooManyStills(_, let limit): "the directory holds more than \(limit) pictures"
    case .nothingDecodes(_, let detail): "damaged: not one picture can be decoded" + Self.parenthesis(detail)
    case .unsupportedPixels(_, let format): "pictures in the pixel format \(format.escapedForTerminal) cannot be shown"
    case .timedOut(_, let seconds): "reading made no progress for \(Int(seconds.rounded())) s"
    case .readTooMuch: "reading it goes round in circles"
    case .readFailed(_, let detail): "it cannot be read to the end" + Self.parenthesis(detail)
    case .changed: "the file changed while it was being read"
    case .outOfMemory: "not enough memory to read it"
    case .notAStill: "not a single picture; several inputs must all be pictures"
    case .emptyFolder: "a directory that holds no pictures"
    case .noInputs: "no clip is given"
    }
  }

  public var hint: String? {
    switch self {
    case .cannotOpen(_, ENOENT): "check the spelling, and the directory that the path starts from"
    case .cannotOpen(_, EACCES), .cannotOpen(_, EPERM): "make it readable, for instance with `chmod u+r`"
    case .notRegular(_, .directory): "name one file, or give the directory alone to take its pictures in order"
    case .notRegular(_, .pipe), .notRegular(_, .device), .notRegular(_, .socket):
      "save it to a file first: its index may stand at the end"
    case .empty, .incomplete: "fetch or record it again"
    case .playlist: "give the video itself"
    case .unknownFormat, .unsupportedFormat, .unsupportedCodec, .unsupportedPixels:
      "convert it first, for instance with `ffmpeg -i IN OUT.mp4`"
    case .noVideo, .encrypted, .opensOtherFile: "give a file that holds the video itself"
    case .tooManyPixels: "scale it down first"
    case .tooManyRequests: "ask for fewer frames"
    case .nothingDecodes: "see whether another player shows it"
    case .notAStill: "give one video, or only pictures"
    case .emptyFolder: "pictures end in \(FolderOfStills.endings.sorted().map { ".\($0)" }.joined(separator: ", "))"
    case .noInputs: "name a video or picture file"
    case .cannotOpen, .notRegular, .tooLarge, .tooManyFrames, .tooManySizes, .tooManyStills, .timedOut, .readTooMuch,
      .readFailed, .changed, .outOfMemory:
      nil
    }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such file"
    case EACCES, EPERM: "permission denied"
    case ELOOP: "its symbolic links form a loop (too many levels)"
    case ENAMETOOLONG: "the name is too long"
    case ENOTDIR: "a part of the path is not a directory"
    case EMFILE, ENFILE: "too many files are open"
    case ENXIO, ENODEV: "a device or socket, not a regular file"
    default: "it cannot be opened (system error \(code))"
    }
  }

  private static func tooManyPixels(_ size: PixelSize?, _ limit: Int) -> String {
    let limit = "the limit is \(limit / 1_000_000) million"
    guard let size else { return "too many pixels; \(limit)" }
    return "\(size.width) x \(size.height) pixels are too many; \(limit)"
  }

  private static func parenthesis(_ detail: String?) -> String {
    guard let detail, !detail.isEmpty else { return "" }
    return " (\(detail.escapedForTerminal))"
  }
}
