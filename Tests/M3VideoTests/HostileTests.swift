import CFFmpeg
import Foundation
import M3Core
import Testing

@testable import M3Video

/// Files that lie, break off, or want more than they may have.
@Suite(.serialized) struct HostileTests {
  /// Each clip cut at many places gives frames or an error, never a crash.
  @Test(arguments: [
    ("moov-end.mp4", 12), ("live.webm", 12), ("offset.ts", 10), ("hevc10.mp4", 6), ("av1.mkv", 6), ("mjpeg.avi", 6),
    ("anim.gif", 6), ("still.png", 6), ("still.jpg", 6), ("no-pts.h264", 6), ("two-video.mkv", 6),
  ])
  func cutAnywhere(file: String, places: Int) throws {
    let whole = try Data(contentsOf: URL(filePath: NastyFiles.path(file)))
    let path = try Scratch.folder("cut").appending(path: file)
    for place in 0..<places {
      try whole.prefix(1 + whole.count * place / places).write(to: path)
      readAsFarAsItGoes(path.path)
    }
  }

  /// Bytes overwritten at random.
  @Test(arguments: ["moov-end.mp4", "live.webm", "offset.ts", "av1.mkv", "mjpeg.avi", "anim.gif", "vfr.mp4"])
  func damagedAnywhere(file: String) throws {
    let whole = try Data(contentsOf: URL(filePath: NastyFiles.path(file)))
    let path = try Scratch.folder("damaged").appending(path: file)
    var generator = SplitMix(state: UInt64(whole.count))
    for _ in 0..<12 {
      var bytes = [UInt8](whole)
      for _ in 0..<16 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      try Data(bytes).write(to: path)
      readAsFarAsItGoes(path.path)
    }
  }

  private func readAsFarAsItGoes(_ path: String) {
    do throws(VideoError) {
      let clip = try Clip.open(path)
      let indices = clip.info.timeline.indices(4, by: .midpoint)
      var cursor = try clip.frames(at: indices, threads: 2)
      var frames = 0
      while let frame = try cursor.next() {
        frames += 1
        #expect(frame.picture.width >= 1 && frame.picture.height >= 1)
      }
      #expect(frames + clip.statistics.framesLost >= Set(indices).count)
    } catch {
      #expect(error.message.contains(path.escapedForTerminal))
    }
  }

  @Test func aBombTakesNoMemory() throws {
    let path = try NastyFiles.path("bomb.png")
    let before = try residentPeak(reset: true)
    let error = try #require(throws: VideoError.self) { try Clip.open(path) }
    #expect(error == .tooManyPixels(path: path, size: PixelSize(width: 15000, height: 15000), limit: 64 << 20))
    #expect(try residentPeak(reset: false) - before < 100 << 20)
  }

  @Test func theFirstPictureMayNotExceedTheLimitEither() throws {
    var limits = ClipLimits.standard
    limits.pixels = 10_000
    for file in ["moov-end.mp4", "live.webm", "av1.mkv", "offset.ts", "still.jpg"] {
      let path = try NastyFiles.path(file)
      let error = try #require(throws: VideoError.self) { try Clip.open(path, limits: limits) }
      guard case .tooManyPixels(path, _, 10_000) = error else {
        Issue.record("\(error)")
        continue
      }
    }
  }

  @Test func limitsAreKept() throws {
    let path = try NastyFiles.path("moov-end.mp4")
    var limits = ClipLimits.standard
    limits.frames = 99
    #expect(throws: VideoError.tooManyFrames(path: path, limit: 99)) { try Clip.open(path, limits: limits) }
    limits = .standard
    limits.bytes = 6000
    #expect(throws: VideoError.tooLarge(path: path, bytes: 6445, limit: 6000)) { try Clip.open(path, limits: limits) }
    limits = .standard
    limits.requests = 3
    let clip = try Clip.open(path, limits: limits)
    #expect(throws: VideoError.tooManyRequests(path: path, count: 4, limit: 3)) {
      _ = try clip.frames(at: [1, 2, 2, 3], threads: 1)
    }
    limits = .standard
    limits.secondsToOpen = 0
    #expect(throws: VideoError.timedOut(path: path, seconds: 0)) { try Clip.open(path, limits: limits) }
  }

  /// The time that a caller spends on a frame is not the clip's fault.
  @Test func slowCallersAreNoTimeout() throws {
    var limits = ClipLimits.standard
    limits.secondsWithoutProgress = 0.2
    let clip = try Clip.open(try NastyFiles.path("moov-end.mp4"), limits: limits)
    var cursor = try clip.frames(at: [10, 90], threads: 1)
    #expect(try cursor.next()?.index == 10)
    usleep(300_000)
    #expect(try cursor.next()?.index == 90)
  }

  /// What a demuxer is told when it wants to open something else.
  @Test func otherFilesAreRefusedAndRemembered() throws {
    let file = try ClipFile(NastyFiles.path("moov-end.mp4"), limits: .standard)
    let input = try InputHandle(file)
    var io: UnsafeMutablePointer<AVIOContext>?
    for name in ["file:///etc/passwd", "http://localhost/x"] {
      let status = unsafe input.format?.pointee.io_open?(input.format, &io, name, AVIO_FLAG_READ, nil)
      #expect(status == cffmpeg_error_from_errno(EACCES))
    }
    let opened = unsafe io != nil
    #expect(!opened)
    #expect(file.refusedOpens == 2)
    #expect(file.refusedName == "file:///etc/passwd")
  }

  /// Playlists fail at FFmpeg's whitelist as well, were they not recognised before.
  @Test(arguments: ["m3u8-passwd.mp4", "m3u8-rel.mp4", "ffconcat.mp4", "ffconcat-rel.mp4"])
  func playlistsAreNoFormat(name: String) throws {
    let file = try ClipFile(NastyFiles.path(name), limits: .standard)
    let error = try #require(throws: VideoError.self) { _ = try Demuxer(file) }
    guard case .playlist = error else { throw error }
    #expect(file.refusedOpens == 0)
  }

  /// Peak resident memory of this process in bytes; `reset` starts the peak afresh.
  private func residentPeak(reset: Bool) throws -> Int {
    if reset { try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8) }
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) }) * 1024
  }
}
