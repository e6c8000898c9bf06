/// How new pixels are made of old ones.
public enum ResampleFilter: String, CaseIterable, Sendable {
  /// Pillow's bicubic (a = -0.5), widened when shrinking so that nothing is skipped: what LLaVA and CLIP resize with.
  case bicubic
  /// OpenCV's bilinear: the four nearest pixels, also when shrinking; what IG-VLM evens out its frames with.
  case bilinear
}
