/// What one machine was measured to do with this program (`m3-video bench`), in the terms that a forecast is made of.
///
/// Rates are measured at two sizes of a model, a small one and one of LLaVA's, and interpolated between them on the
/// logarithm of the width: small products are slower for each operation. Attention is interpolated in seconds.
public struct Calibration: Codable, Equatable, Sendable {
  /// Version of this layout on disk.
  public static let currentSchema = 1

  /// A rate at a width.
  public struct Anchor: Codable, Equatable, Sendable {
    public var width: Int
    public var rate: Double

    public init(width: Int, rate: Double) {
      self.width = width
      self.rate = rate
    }
  }

  /// Where and how it was measured; a calibration of another machine says nothing here.
  public struct Machine: Codable, Equatable, Sendable {
    /// The processor's name, by the system.
    public var processor: String
    /// The kernels' level.
    public var kernels: String
    public var threads: Int
    /// Of the program.
    public var version: String

    public init(processor: String, kernels: String, threads: Int, version: String) {
      self.processor = processor
      self.kernels = kernels
      self.threads = threads
      self.version = version
    }
  }

  public var schema = currentSchema
  public var machine: Machine
  /// Nothing was measured: rates of some machine that is in use today.
  public var isGuess: Bool
  /// Reading memory, by all threads, in bytes a second.
  public var memoryBytesPerSecond: Double
  /// Multiply-adds in registers, by all threads, in operations a second.
  public var peakOperationsPerSecond: Double
  /// Vision tower and projector, operations a second by the tower's width.
  public var vision: [Anchor]
  /// Products of a prefill, operations a second by the language model's width.
  public var prefill: [Anchor]
  /// What every chunk of a prefill costs however short it is, weights a second by the language model's width.
  public var weights: [Anchor]
  /// Attention of many queries, operations a second by the width of a head.
  public var attention: [Anchor]
  /// Weights that a decode step reads, in bytes a second.
  public var decodeBytesPerSecond: Double
  /// What a layer costs a decode step beside that, in seconds.
  public var decodeSecondsPerLayer: Double
  /// Keys and values that a decode step reads, in bytes a second.
  public var cacheBytesPerSecond: Double
  /// Decoding video, in seconds a pixel (H.264).
  public var readSecondsPerPixel: Double
  /// Decoding video, in seconds a frame beside that.
  public var readSecondsPerFrame: Double
  /// Making crops, in seconds a pixel of frame or crop, whichever has more.
  public var cropSecondsPerPixel: Double

  public init(
    machine: Machine, isGuess: Bool = false, memoryBytesPerSecond: Double, peakOperationsPerSecond: Double,
    vision: [Anchor], prefill: [Anchor], weights: [Anchor], attention: [Anchor], decodeBytesPerSecond: Double,
    decodeSecondsPerLayer: Double, cacheBytesPerSecond: Double, readSecondsPerPixel: Double,
    readSecondsPerFrame: Double, cropSecondsPerPixel: Double
  ) {
    self.machine = machine
    self.isGuess = isGuess
    self.memoryBytesPerSecond = memoryBytesPerSecond
    self.peakOperationsPerSecond = peakOperationsPerSecond
    self.vision = vision
    self.prefill = prefill
    self.weights = weights
    self.attention = attention
    self.decodeBytesPerSecond = decodeBytesPerSecond
    self.decodeSecondsPerLayer = decodeSecondsPerLayer
    self.cacheBytesPerSecond = cacheBytesPerSecond
    self.readSecondsPerPixel = readSecondsPerPixel
    self.readSecondsPerFrame = readSecondsPerFrame
    self.cropSecondsPerPixel = cropSecondsPerPixel
  }

  /// Whether all numbers are ones that a forecast can be made of.
  public var isSound: Bool {
    let anchors = [vision, prefill, weights, attention]
    return anchors.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.width >= 1 && $0.rate.isFinite && $0.rate > 0 } }
      && [
        memoryBytesPerSecond, peakOperationsPerSecond, decodeBytesPerSecond, cacheBytesPerSecond, readSecondsPerPixel,
        cropSecondsPerPixel,
      ].allSatisfy { $0.isFinite && $0 > 0 }
      && [decodeSecondsPerLayer, readSecondsPerFrame].allSatisfy { $0.isFinite && $0 >= 0 }
  }
}
