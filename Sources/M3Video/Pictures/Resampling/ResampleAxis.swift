import CM3Kernels

/// One axis of a resampling: for each output the window of inputs it is made of, and their fixed-point weights.
///
/// The inputs may be a picture that lies inside a longer line of fill colour (bars round a picture); what the weights
/// say about the line beyond the picture is summed up in `outside`, so the line is never made.
struct ResampleAxis {
  /// A stretch of picture on a line, and which part of the resized line is wanted.
  struct Span {
    /// Length of the line before resizing, in pixels.
    var line: Int
    /// Where the picture lies on it.
    var picture: Range<Int>
    /// Length of the line after resizing.
    var resized: Int
    /// Which outputs are made.
    var window: Range<Int>

    /// A line that is all picture and is wanted whole.
    init(from length: Int, to resized: Int) {
      self.init(line: length, picture: 0..<length, resized: resized, window: 0..<resized)
    }

    init(line: Int, picture: Range<Int>, resized: Int, window: Range<Int>) {
      self.line = line
      self.picture = picture
      self.resized = resized
      self.window = window
    }
  }

  private(set) var starts: [Int32] = []
  private(set) var counts: [Int32] = []
  private(set) var weights: [Int32]
  private(set) var outside: [Int32] = []
  private let stride: Int

  init(_ span: Span, filter: ResampleFilter) {
    let scale = Double(span.line) / Double(span.resized)
    let support = filter == .bicubic ? 2 * max(1, scale) : 1
    stride = min(Int(support.rounded(.up)) * 2 + 1, max(1, span.picture.count))
    weights = [Int32](repeating: 0, count: span.window.count * stride)
    starts.reserveCapacity(span.window.count)
    counts.reserveCapacity(span.window.count)
    outside.reserveCapacity(span.window.count)
    var taps: [Double] = []
    for output in span.window {
      let first =
        switch filter {
        case .bicubic: Self.bicubic(output, scale: scale, support: support, length: span.line, taps: &taps)
        case .bilinear: Self.bilinear(output, scale: scale, length: span.line, taps: &taps)
        }
      append(taps, from: first, picture: span.picture)
    }
  }

  /// Rounds one output's weights and splits them into those of the picture and those beyond it.
  private mutating func append(_ taps: [Double], from first: Int, picture: Range<Int>) {
    let window = (first..<first + taps.count).clamped(to: picture)
    var beyond: Int32 = 0
    var next = starts.count * stride
    for (index, tap) in taps.enumerated() {
      let scaled = tap * Double(1 << M3_RESAMPLE_BITS)
      let weight = Int32(tap < 0 ? scaled - 0.5 : scaled + 0.5)
      if window.contains(first + index) {
        weights[next] = weight
        next += 1
      } else {
        beyond += weight
      }
    }
    starts.append(Int32(window.lowerBound - picture.lowerBound))
    counts.append(Int32(window.count))
    outside.append(beyond)
  }

  /// Pillow's window and weights for one output (src/libImaging/Resample.c, `precompute_coeffs`); gives the first tap.
  private static func bicubic(
    _ output: Int, scale: Double, support: Double, length: Int, taps: inout [Double]
  ) -> Int {
    let center = (Double(output) + 0.5) * scale
    let shrink = 1 / max(1, scale)
    let first = max(0, Int(center - support + 0.5))
    let end = min(length, Int(center + support + 0.5))
    taps.removeAll(keepingCapacity: true)
    var total = 0.0
    for input in first..<end {
      let weight = keys((Double(input) - center + 0.5) * shrink)
      taps.append(weight)
      total += weight
    }
    if total != 0 { for index in taps.indices { taps[index] /= total } }
    return first
  }

  /// Keys' cubic convolution with a = -0.5, in the order of operations that Pillow uses.
  private static func keys(_ offset: Double) -> Double {
    let a = -0.5
    let x = offset.magnitude
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
    return 0
  }

  /// The two nearest inputs by half-pixel centres, the edge repeated, in OpenCV's steps of 1/2048.
  private static func bilinear(_ output: Int, scale: Double, length: Int, taps: inout [Double]) -> Int {
    let position = min(max(0, (Double(output) + 0.5) * scale - 0.5), Double(length - 1))
    let first = min(Int(position), max(0, length - 2))
    let second = ((position - Double(first)) * 2048).rounded() / 2048
    taps.removeAll(keepingCapacity: true)
    taps.append(1 - second)
    if length > 1 { taps.append(second) }
    return first
  }

  /// The weights of one output, those beyond the picture as one.
  func weights(of output: Int) -> [Int32] {
    weights[output * stride..<output * stride + Int(counts[output])] + [outside[output]]
  }

  /// Lends the axis to a kernel.
  func withKernelAxis<Result>(_ body: (UnsafePointer<m3_resample_axis>) -> Result) -> Result {
    unsafe starts.withUnsafeBufferPointer { starts in
      unsafe counts.withUnsafeBufferPointer { counts in
        unsafe weights.withUnsafeBufferPointer { weights in
          unsafe outside.withUnsafeBufferPointer { outside in
            var axis = unsafe m3_resample_axis(
              outputs: Int32(starts.count), stride: Int32(stride), starts: starts.baseAddress,
              counts: counts.baseAddress, weights: weights.baseAddress, outside: outside.baseAddress)
            return unsafe body(&axis)
          }
        }
      }
    }
  }
}
