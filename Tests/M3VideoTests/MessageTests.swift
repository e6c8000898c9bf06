import Glibc
import M3Core
import Testing

@testable import M3Video

/// What a user reads, as a table.
@Suite struct MessageTests {
  @Test(
    arguments: [
      (VideoError.cannotOpen(path: "a", code: ENOENT), "a: no such file"),
      (.cannotOpen(path: "", code: ENOENT), "\"\": no such file"),
      (.cannotOpen(path: "a", code: EACCES), "a: permission denied"),
      (.cannotOpen(path: "a", code: ELOOP), "a: its symbolic links form a loop (too many levels)"),
      (.cannotOpen(path: "a", code: EIO), "a: it cannot be opened (system error 5)"),
      (.notRegular(path: "a", kind: .directory), "a: a directory, not a video"),
      (.notRegular(path: "a", kind: .pipe), "a: a pipe, not a regular file"),
      (.empty(path: "\u{1B}[2J\n"), "\\u{1B}[2J\\n: the file is empty"),
      (.tooLarge(path: "a", bytes: 7, limit: 6), "a: 7 bytes; the limit is 6"),
      (
        .playlist(path: "a", kind: "HLS"),
        "a: a playlist (HLS), not a video; it names other files and those are not opened"
      ),
      (.unknownFormat(path: "a"), "a: not a video or picture in a known format"),
      (.unsupportedFormat(path: "a", format: "apng"), "a: the format apng is not supported"),
      (.unsupportedCodec(path: "a", codec: "vp6"), "a: video coded as vp6 is not supported"),
      (
        .incomplete(path: "a", part: .index),
        "a: incomplete: the index (moov) is missing, so the download or recording was cut off"
      ),
      (
        .incomplete(path: "a", part: .indexEnd),
        "a: incomplete: the file ends inside its index (moov), so the download was cut off"
      ),
      (.incomplete(path: "a", part: .pictures), "a: incomplete: the file ends before its first picture"),
      (.noVideo(path: "a", hasSound: true, hasCover: true), "a: no video stream (only sound, with a cover picture)"),
      (.noVideo(path: "a", hasSound: true, hasCover: false), "a: no video stream (only sound)"),
      (.noVideo(path: "a", hasSound: false, hasCover: true), "a: no video stream (only a cover picture)"),
      (.noVideo(path: "a", hasSound: false, hasCover: false), "a: no video stream"),
      (.encrypted(path: "a"), "a: the video is encrypted"),
      (
        .opensOtherFile(path: "a", other: "/b\u{7}"),
        "a: it is only a pointer to another file (/b\\u{7}), and that is not opened"
      ),
      (
        .tooManyPixels(path: "a", size: PixelSize(width: 15000, height: 15000), limit: 64 << 20),
        "a: 15000 x 15000 pixels are too many; the limit is 67 million"
      ),
      (.tooManyPixels(path: "a", size: nil, limit: 64 << 20), "a: too many pixels; the limit is 67 million"),
      (.tooManyFrames(path: "a", limit: 9), "a: more than 9 frames"),
      (.tooManyRequests(path: "a", count: 10, limit: 9), "a: 10 frames are asked for at once; the limit is 9"),
      (.tooManySizes(path: "a", limit: 16), "a: its pictures change their size more than 16 times"),
      (.tooManyStills(path: "a", limit: 9), "a: the directory holds more than 9 pictures"),
      (.nothingDecodes(path: "a", detail: nil), "a: damaged: not one picture can be decoded"),
      (.nothingDecodes(path: "a", detail: "x\n"), "a: damaged: not one picture can be decoded (x\\n)"),
      (.unsupportedPixels(path: "a", format: "xyz"), "a: pictures in the pixel format xyz cannot be shown"),
      (.timedOut(path: "a", seconds: 30), "a: reading made no progress for 30 s"),
      (.readTooMuch(path: "a"), "a: reading it goes round in circles"),
      (.readFailed(path: "a", detail: "bad"), "a: it cannot be read to the end (bad)"),
      (.changed(path: "a"), "a: the file changed while it was being read"),
      (.outOfMemory(path: "a"), "a: not enough memory to read it"),
      (.notAStill(path: "a"), "a: not a single picture; several inputs must all be pictures"),
      (.emptyFolder(path: "a"), "a: a directory that holds no pictures"),
      (.noInputs, "no clip is given"),
    ] as [(VideoError, String)])
  func message(error: VideoError, expected: String) {
    #expect(error.message == expected)
    #expect(error.hint?.isEmpty != true)
  }

  @Test(
    arguments: [
      (
        ClipNote.cutOff(shown: 9, seconds: 0.36),
        "is cut off: the file ends in the middle of its data, after 9 frames, 0.4 s"
      ),
      (.lost(frames: 1), "1 frame cannot be decoded and is left out"),
      (.lost(frames: 2), "2 frames cannot be decoded and are left out"),
      (.approximateColors(matrix: "ycgco"), "has colours in ycgco, which are shown approximately"),
      (.oddPixelAspect(Rational(40, 1)), "claims pixels of 40:1, which is ignored"),
    ] as [(ClipNote, String)])
  func note(note: ClipNote, expected: String) {
    #expect(note.message == expected)
  }
}
