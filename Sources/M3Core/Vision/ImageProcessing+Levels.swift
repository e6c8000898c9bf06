extension ImageProcessing {
  /// [3, 256]: the normalised value of each byte of each channel, (byte / 255 - mean) / deviation.
  public var levels: [Float] {
    zip(mean, standardDeviation).flatMap { mean, deviation in
      (0..<256).map { byte in (Float(byte) / 255 - mean) / deviation }
    }
  }
}
