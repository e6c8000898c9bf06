/// The files that a picture can become.
public enum PictureFormat: Equatable, Sendable {
  /// Without loss.
  case png
  /// Small, for the eye only. Quality goes from 1 (worst) to 100; 4:4:4, BT.601, full range (JFIF).
  case jpeg(quality: Int)

  /// What people call it.
  var name: String {
    switch self {
    case .png: "PNG"
    case .jpeg: "JPEG"
    }
  }
}
