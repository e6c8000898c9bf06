public import M3Core

/// Pictures as files: encoded by libavcodec, written whole or not at all.
public enum PictureFile {
  /// The bytes of a file that holds the picture.
  ///
  /// - Throws: `PictureError.notEncoded`, for instance beyond a format's largest size.
  public static func encode(_ picture: Picture, as format: PictureFormat) throws(PictureError) -> [UInt8] {
    try PictureEncoder(size: picture.size, format: format).encode(picture)
  }

  /// Writes the picture to a file, in place of one that is there.
  ///
  /// The bytes go to a new file in the same folder, which then takes the name, so that nobody ever sees half a
  /// picture and a failure leaves what was there before. Devices and pipes are written to directly.
  ///
  /// - Throws: `PictureError` with the path and the cause.
  public static func write(
    _ picture: Picture, to path: String, as format: PictureFormat = .png
  ) throws(PictureError) {
    try WholeFile(path: path).write(encode(picture, as: format))
  }
}
