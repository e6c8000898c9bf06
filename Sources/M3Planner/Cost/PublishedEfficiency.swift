public import M3Core

/// The M3 paper's table 9 (arXiv 2405.17430): what LLaVA-1.5-7B-M3 costs by scale, beside the same computed here.
///
/// The paper names a V100; its times are the roofline of an A6000, and its "total memory" is all bytes moved.
public struct PublishedEfficiency: Equatable, Sendable {
  /// One column of a row.
  public struct Cell: Equatable, Sendable {
    /// As printed, one digit after the point.
    public let published: Double
    /// In the same unit.
    public let computed: Double

    /// Equal once rounded to one digit.
    public var isEqual: Bool { tenths(computed.rounded(.down, to: 10, adding: 0.5)) == tenths(published) }
    /// Equal once cut off after one digit.
    public var isEqualCut: Bool { tenths(computed.rounded(.down, to: 10, adding: 0)) == tenths(published) }

    private func tenths(_ value: Double) -> Int { Int((value * 10).rounded()) }
  }

  /// Tokens of text that the table is computed with.
  public static let textTokens = 30

  public let scale: VisualScale
  /// In tera.
  public let flops: Cell
  /// Milliseconds on an A6000.
  public let prefill: Cell
  /// Gigabytes moved.
  public let memory: Cell
  /// Gigabytes of activations written.
  public let activations: Cell
  /// Milliseconds on a V100, which the paper names.
  public let onV100: Double

  /// In the paper's order.
  public var cells: [Cell] { [flops, prefill, memory, activations] }

  /// All rows, fine to coarse.
  public static let table: [PublishedEfficiency] = [
    (.tokens576, 8.0, 58.1, 21.6, 3.8), (.tokens144, 2.2, 19.5, 15.0, 0.7), (.tokens36, 0.9, 18.0, 13.8, 0.3),
    (.tokens9, 0.5, 17.7, 13.6, 0.2), (.tokens1, 0.4, 17.6, 13.5, 0.1),
  ].map { PublishedEfficiency($0, flops: $1, prefill: $2, memory: $3, activations: $4) }

  private init(_ scale: VisualScale, flops: Double, prefill: Double, memory: Double, activations: Double) {
    let pass = RooflineCost(shape: ModelPreset.llava15.shape).prefill(tokens: scale.tokens + Self.textTokens)
    self.scale = scale
    self.flops = Cell(published: flops, computed: pass.flops / 1e12)
    self.prefill = Cell(published: prefill, computed: pass.seconds(on: .a6000) * 1e3)
    self.memory = Cell(published: memory, computed: pass.bytes / 1e9)
    self.activations = Cell(published: activations, computed: pass.storedActivations / 1e9)
    onV100 = pass.seconds(on: .v100) * 1e3
  }
}

extension Double {
  fileprivate func rounded(_ rule: FloatingPointRoundingRule, to parts: Double, adding half: Double) -> Double {
    (self * parts + half).rounded(rule) / parts
  }
}
