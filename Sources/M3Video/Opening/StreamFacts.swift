import CFFmpeg
import M3Core

/// What the container says about the chosen video stream.
struct StreamFacts {
  let index: Int
  /// FFmpeg's name of the container.
  let format: String
  /// FFmpeg's name of the codec.
  let codec: String
  /// Name of the decoder that is used for it.
  let decoder: String
  /// Seconds per tick.
  let timeBase: Rational
  let averageRate: Rational?
  /// The stream's own constant rate, if it claims one.
  let nominalRate: Rational?
  /// Samples in the container's index, if it has one.
  let promisedPackets: Int
  /// In ticks; 0 if unknown.
  let promisedTicks: Int64
  let isInterlaced: Bool
  /// Pictures that a decoder holds back to bring them into order.
  let reorderDepth: Int
  let hasPalette: Bool

  /// Chooses the stream: never a cover picture; the one flagged as default, else FFmpeg's choice.
  init(choosingFrom format: UnsafeMutablePointer<AVFormatContext>, _ file: ClipFile) throws(VideoError) {
    var videos: [Int] = []
    var defaults: [Int] = []
    var hasSound = false
    var hasCover = false
    for index in unsafe 0..<Int(format.pointee.nb_streams) {
      guard let stream = unsafe format.pointee.streams[index] else { continue }
      let disposition = unsafe stream.pointee.disposition
      switch unsafe stream.pointee.codecpar.pointee.codec_type {
      case AVMEDIA_TYPE_AUDIO: hasSound = true
      case AVMEDIA_TYPE_VIDEO where disposition & (AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS) != 0:
        hasCover = true
      case AVMEDIA_TYPE_VIDEO:
        videos.append(index)
        if disposition & AV_DISPOSITION_DEFAULT != 0 { defaults.append(index) }
      default: break
      }
    }
    let best = unsafe Int(av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, nil, 0))
    let candidates = defaults.isEmpty ? videos : defaults
    guard let chosen = candidates.contains(best) ? best : candidates.first,
      let stream = unsafe format.pointee.streams[chosen]
    else { throw OpeningFailure.noVideo(file, hasSound: hasSound, hasCover: hasCover) }
    let parameters = unsafe stream.pointee.codecpar.pointee
    let codec = unsafe String(cString: avcodec_get_name(parameters.codec_id))
    guard let decoder = Whitelist.decoder(for: unsafe parameters.codec_id) else {
      throw OpeningFailure.noDecoder(file, codec: codec)
    }
    self.index = chosen
    self.format = unsafe String(cString: format.pointee.iformat.pointee.name)
    self.codec = codec
    self.decoder = decoder
    timeBase = unsafe Rational(positive: stream.pointee.time_base) ?? Rational(1, 1000)
    averageRate = unsafe Rational(positive: stream.pointee.avg_frame_rate)
    nominalRate = unsafe Rational(positive: stream.pointee.r_frame_rate)
    // The index leaves out what edit lists drop; in fragmented files it only holds what was read so far.
    let counted = unsafe max(0, Int(stream.pointee.nb_frames))
    let indexed = unsafe Int(avformat_index_get_entries_count(stream))
    promisedPackets = counted > 0 && indexed > 0 ? indexed : counted
    promisedTicks = unsafe max(0, stream.pointee.duration)
    reorderDepth = unsafe max(0, min(16, Int(parameters.video_delay)))
    let order = unsafe parameters.field_order
    isInterlaced = order != AV_FIELD_UNKNOWN && order != AV_FIELD_PROGRESSIVE
    hasPalette = unsafe parameters.format == AV_PIX_FMT_PAL8.rawValue
  }
}

extension Whitelist {
  /// The decoder used for a codec, by name.
  static func decoder(for codec: AVCodecID) -> String? {
    decoders.first { name in
      guard let found = unsafe avcodec_find_decoder_by_name(name) else { return false }
      return unsafe found.pointee.id == codec
    }
  }
}

extension Rational {
  /// Nil where either part is not positive, as FFmpeg writes "unknown".
  init?(positive value: AVRational) {
    guard value.num > 0, value.den > 0 else { return nil }
    self.init(Int(value.num), Int(value.den))
  }
}
