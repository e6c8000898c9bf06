/// One operation of a pass as a roofline sees it: what it computes and what it moves.
public struct OperationCost: Equatable, Sendable {
  public var name: String
  /// Floating point operations.
  public var operations = 0.0
  /// Bytes of weights that are read.
  public var weights = 0.0
  /// Bytes of activations that are read.
  public var loaded = 0.0
  /// Bytes of activations that are written.
  public var stored = 0.0
  /// Bytes of keys and values that are read or written.
  public var cache = 0.0

  /// All bytes that are moved.
  public var bytes: Double { weights + loaded + stored + cache }

  /// The time that the slower of arithmetic and memory needs.
  public func seconds(on device: Device) -> Double {
    max(operations / device.operationsPerSecond, bytes / device.bytesPerSecond)
  }

  /// The same operation on several inputs at once: its weights are read once.
  func batched(_ count: Int) -> OperationCost {
    let times = Double(count)
    return OperationCost(
      name: name, operations: operations * times, weights: weights, loaded: loaded * times, stored: stored * times,
      cache: cache * times)
  }
}

/// A pass as a sum of operations, one after another.
public struct PassCost: Equatable, Sendable {
  public private(set) var operations: [OperationCost] = []

  public var flops: Double { operations.reduce(0) { $0 + $1.operations } }
  /// All bytes that are moved: traffic, not what must be held at once.
  public var bytes: Double { operations.reduce(0) { $0 + $1.bytes } }
  /// Bytes of activations that are written.
  public var storedActivations: Double { operations.reduce(0) { $0 + $1.stored } }

  public func seconds(on device: Device) -> Double { operations.reduce(0) { $0 + $1.seconds(on: device) } }

  mutating func add(_ layer: [OperationCost], times: Int = 1) {
    for _ in 0..<times { operations += layer }
  }
}
