import CM3Kernels

extension Compute {
  /// Patches of a square picture as rows of normalised values, in the order of a convolution's weight.
  ///
  /// - Parameters:
  ///   - pixels: [side, side, 3], 8 bits a channel.
  ///   - levels: [3, 256], what each byte of each channel becomes.
  ///   - rows: [patch, 3 * patchSide * patchSide]: channel, row, column; patches row-major.
  public func patchRows(_ pixels: [UInt8], levels: [Float], patchSide: Int, into rows: MatrixView) {
    precondition(rows.columns == 3 * patchSide * patchSide, "\(3 * patchSide * patchSide) values a patch expected")
    precondition(pixels.count == rows.rows * rows.columns, "\(rows.rows * rows.columns) bytes expected")
    precondition(levels.count == 3 * 256, "a value for each byte of each channel expected")
    var across = 1
    while across * across < rows.rows { across += 1 }
    precondition(across * across == rows.rows, "a square picture expected")
    unsafe pixels.withUnsafeBufferPointer { pixels in
      unsafe levels.withUnsafeBufferPointer { levels in
        unsafe m3_patch_rows(
          rows.base, rows.stride, pixels.baseAddress, levels.baseAddress, across * patchSide, patchSide)
      }
    }
  }

  /// The mean of each window of a square grid of tokens.
  ///
  /// - Parameters:
  ///   - values: holds the grid from `start` on: [side * side, width], row-major.
  ///   - window: divides `side`.
  /// - Returns: [(side / window)^2, width].
  public static func meanWindows(
    _ values: [Float], from start: Int, side: Int, window: Int, width: Int
  ) -> [Float] {
    precondition(window >= 1 && side % window == 0, "windows of \(window) do not tile a side of \(side)")
    precondition(start >= 0 && values.count - start >= side * side * width, "a grid of \(side) x \(side) expected")
    let count = (side / window) * (side / window) * width
    return unsafe Array(unsafeUninitializedCapacity: count) { buffer, written in
      unsafe values.withUnsafeBufferPointer { values in
        guard let from = values.baseAddress, let to = buffer.baseAddress else { return }
        unsafe m3_mean_windows(to, from + start, side, window, width)
      }
      written = count
    }
  }
}
