import Foundation
import Synchronization
import Testing

/// Small clips of moving test pictures, one for each way of coding that reads differently; made when first asked for.
enum SampleClip: String, CaseIterable, CustomTestStringConvertible {
  case longGroups = "h264-gop250.mp4"
  case shortGroups = "h264-gop25.mp4"
  case openGroups = "h264-open.mp4"
  case gradualRefresh = "h264-refresh.mkv"
  case transportStream = "h264.ts"
  case hevc = "hevc-open.mkv"
  case vp8 = "vp8.webm"
  case vp9 = "vp9.webm"
  case av1 = "av1.mkv"
  case mpeg4 = "mpeg4.mp4"
  case mpeg4Avi = "mpeg4.avi"
  case mpeg2 = "mpeg2.mpg"
  case mpeg2Interlaced = "mpeg2-interlaced.ts"
  case motionJPEG = "mjpeg.avi"
  case fragmented = "fragmented.mp4"
  case flash = "h264.flv"
  case palette = "palette.avi"

  var testDescription: String { rawValue }

  /// Encoder settings.
  private var settings: String {
    switch self {
    case .longGroups: "-c:v libx264 -preset veryfast -g 250 -bf 3 -sc_threshold 0 -pix_fmt yuv420p"
    case .shortGroups: "-c:v libx264 -preset veryfast -g 25 -bf 3 -sc_threshold 0 -pix_fmt yuv420p"
    case .openGroups: "-c:v libx264 -preset veryfast -g 40 -bf 3 -x264-params open-gop=1:scenecut=0 -pix_fmt yuv420p"
    case .gradualRefresh: "-c:v libx264 -preset veryfast -g 50 -bf 0 -x264-params intra-refresh=1 -pix_fmt yuv420p"
    case .transportStream: "-c:v libx264 -preset veryfast -g 60 -bf 3 -sc_threshold 0 -pix_fmt yuv420p"
    case .hevc:
      "-c:v libx265 -preset ultrafast -x265-params log-level=none:pools=none:frame-threads=1:keyint=60:bframes=3:open-gop=1 -pix_fmt yuv420p10le"
    case .vp8: "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 300k -g 50 -auto-alt-ref 1 -lag-in-frames 10"
    case .vp9: "-c:v libvpx-vp9 -deadline good -cpu-used 8 -b:v 200k -g 60 -auto-alt-ref 1 -lag-in-frames 12"
    case .av1: "-c:v libaom-av1 -cpu-used 8 -usage realtime -b:v 200k -g 60 -pix_fmt yuv420p"
    case .mpeg4: "-c:v mpeg4 -q:v 4 -g 48 -bf 2"
    case .mpeg4Avi: "-c:v mpeg4 -q:v 4 -g 48 -bf 2"
    case .mpeg2: "-c:v mpeg2video -q:v 4 -g 15 -bf 2"
    case .mpeg2Interlaced: "-c:v mpeg2video -q:v 4 -g 15 -bf 2 -flags +ildct+ilme -top 1"
    case .motionJPEG: "-c:v mjpeg -q:v 4 -pix_fmt yuvj420p"
    case .fragmented:
      "-c:v libx264 -preset veryfast -g 50 -bf 3 -pix_fmt yuv420p -movflags +frag_keyframe+empty_moov"
    case .flash: "-c:v libx264 -preset veryfast -g 50 -bf 3 -pix_fmt yuv420p"
    case .palette: "-vf format=rgb8,format=pal8 -c:v rawvideo -pix_fmt pal8"
    }
  }

  var frameCount: Int { self == .longGroups ? 500 : 200 }

  /// Where the clip is.
  func path() throws -> String {
    try Self.made.withLock { made in
      if let path = made[self] { return path }
      let path = try Scratch.folder("clips").appending(path: rawValue).path
      try Tool.ffmpeg(
        "-f lavfi -i testsrc2=s=160x96:r=25 -frames:v \(frameCount) -threads 1", settings, output: path)
      made[self] = path
      return path
    }
  }

  private static let made = Mutex<[SampleClip: String]>([:])
}
