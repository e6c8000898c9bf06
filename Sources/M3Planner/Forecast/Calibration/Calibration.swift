/// What one machine was measured to do with this program (`m3-video bench`), in the terms that a forecast is made of.
public struct Calibration: Codable, Equatable, Sendable {
  /// Version of this layout on disk: 1 knew one precision, and did not say which.
  public static let currentSchema = 2

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
  /// At most one for a precision and a width.
  public var models: [ModelRates]
  /// At most one for a type and a width.
  public var attention: [AttentionRates]
  /// Decoding video, in seconds a pixel (H.264).
  public var readSecondsPerPixel: Double
  /// Decoding video, in seconds a frame beside that.
  public var readSecondsPerFrame: Double
  /// Making crops, in seconds a pixel of frame or crop, whichever has more.
  public var cropSecondsPerPixel: Double

  public init(
    machine: Machine, isGuess: Bool = false, memoryBytesPerSecond: Double, peakOperationsPerSecond: Double,
    models: [ModelRates], attention: [AttentionRates], readSecondsPerPixel: Double, readSecondsPerFrame: Double,
    cropSecondsPerPixel: Double
  ) {
    self.machine = machine
    self.isGuess = isGuess
    self.memoryBytesPerSecond = memoryBytesPerSecond
    self.peakOperationsPerSecond = peakOperationsPerSecond
    self.models = models
    self.attention = attention
    self.readSecondsPerPixel = readSecondsPerPixel
    self.readSecondsPerFrame = readSecondsPerFrame
    self.cropSecondsPerPixel = cropSecondsPerPixel
  }

  /// Whether all numbers are ones that a forecast can be made of.
  public var isSound: Bool {
    !models.isEmpty && !attention.isEmpty && models.allSatisfy(\.isSound) && attention.allSatisfy(\.isSound)
      && [memoryBytesPerSecond, peakOperationsPerSecond, readSecondsPerPixel, cropSecondsPerPixel]
        .allSatisfy { $0.isFinite && $0 > 0 }
      && readSecondsPerFrame.isFinite && readSecondsPerFrame >= 0
  }

  /// Takes what an earlier calibration knows of precisions and types that this one did not measure.
  public mutating func keep(from earlier: Calibration) {
    let (models, attention) = (models, attention)
    self.models += earlier.models.filter { old in
      !models.contains { $0.precision == old.precision && $0.width == old.width }
    }
    self.attention += earlier.attention.filter { old in
      !attention.contains { $0.type == old.type && $0.width == old.width }
    }
  }
}
