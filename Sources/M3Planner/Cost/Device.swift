/// What an accelerator's data sheet promises: bytes a second from its memory, and half-precision operations a second.
///
/// The numbers are those of LLM-Viewer (hahnyuan/LLM-Viewer, hardwares/hardware_params.py), which the M3 paper's table 9
/// was made with; real kernels stay below them.
public struct Device: Equatable, Sendable {
  public let name: String
  public let bytesPerSecond: Double
  public let operationsPerSecond: Double

  public init(name: String, bytesPerSecond: Double, operationsPerSecond: Double) {
    self.name = name
    self.bytesPerSecond = bytesPerSecond
    self.operationsPerSecond = operationsPerSecond
  }

  public static let v100 = Device(name: "V100", bytesPerSecond: 900e9, operationsPerSecond: 112e12)
  public static let a6000 = Device(name: "A6000", bytesPerSecond: 768e9, operationsPerSecond: 309.677e12 / 2)
  public static let a100 = Device(name: "A100", bytesPerSecond: 1555e9, operationsPerSecond: 312e12)
  public static let h100 = Device(name: "H100", bytesPerSecond: 3072e9, operationsPerSecond: 1979e12 / 2)

  public static let all = [v100, a6000, a100, h100]
}
