import CM3Kernels

/// The sides of a packed weight, and of the bytes that hold it: [panel, byte], a panel for each 16 outputs.
public struct PackedShape: Equatable, Sendable {
  public let outputs: Int
  public let inputs: Int

  /// - Returns: nil when a side is not in 1...`sideLimit`.
  public init?(outputs: Int, inputs: Int) {
    guard (1...Self.sideLimit).contains(outputs), (1...Self.sideLimit).contains(inputs) else { return nil }
    self.outputs = outputs
    self.inputs = inputs
  }

  /// The shape as text, `outputs x inputs`.
  init?(_ text: String) {
    let sides = text.split(separator: " ", omittingEmptySubsequences: false)
    guard sides.count == 3, sides[1] == "x", let outputs = Int(sides[0]), let inputs = Int(sides[2]) else { return nil }
    self.init(outputs: outputs, inputs: inputs)
  }

  /// `outputs x inputs`.
  var text: String { "\(outputs) x \(inputs)" }

  var panelCount: Int { (outputs + M3_PANEL - 1) / M3_PANEL }

  /// The shape of a file's tensor of bytes.
  func byteShape(_ type: PackedType) -> [Int] { [panelCount, type.panelByteCount(inputs: inputs)] }

  /// Bytes of all panels.
  public func byteCount(_ type: PackedType) -> Int { panelCount * type.panelByteCount(inputs: inputs) }

  /// The longest side: far beyond any model's, and short enough that no count of bytes overflows.
  public static let sideLimit = 1 << 24
}
