import CFFmpeg
import M3Core

/// What a decoded picture says about its own size, place and colours: trusted before the container.
struct PictureFacts: Equatable {
  let coded: PixelSize
  /// Upright and with square pixels.
  let shown: PixelSize
  let isInterlaced: Bool
  let notes: [ClipNote]

  init(_ picture: borrowing DecodedHandle, demuxer: Demuxer, file: ClipFile) throws(VideoError) {
    let geometry = try PictureGeometry(picture, demuxer: demuxer, file: file)
    coded = geometry.coded
    shown = geometry.shown
    isInterlaced = unsafe picture.pointer.pointee.interlaced_frame != 0
    var notes = geometry.notes
    let transfer = unsafe picture.pointer.pointee.color_trc
    if transfer == AVCOL_TRC_SMPTE2084 || transfer == AVCOL_TRC_ARIB_STD_B67 {
      notes.append(.highDynamicRange)
    }
    if let matrix = ColorRule(picture).approximated { notes.append(.approximateColors(matrix: matrix)) }
    self.notes = notes
  }
}
