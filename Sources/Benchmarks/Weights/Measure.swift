import Foundation
import Glibc
import M3Tensor

/// Clock, memory and bandwidth.
struct Measure {
  /// Time that this process computes, in place of time that passes.
  ///
  /// With one thread what others compute meanwhile counts less; what they take of the memory's bandwidth still shows.
  let processorTime: Bool
  /// Read to measure the bandwidth: far larger than any cache that one thread can keep.
  private let block = [Float](repeating: 1, count: 1 << 26)

  init(processorTime: Bool) { self.processorTime = processorTime }

  /// Seconds that `body` takes.
  func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = now()
    try body()
    return now() - start
  }

  private func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(processorTime ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// Bytes of the process in memory: `VmRSS` now, `VmHWM` at most so far.
  static func memory(_ field: String) -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("\(field):") }),
      let number = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
    else { return 0 }
    return number * 1024
  }

  /// Bytes a second that one thread reads from memory.
  func bandwidth() -> Double {
    var total = SIMD8<Float>()
    let seconds = seconds {
      unsafe block.withUnsafeBytes { bytes in
        var (a, b, c, d) = (SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>())
        var at = 0
        while at + 128 <= bytes.count {
          unsafe a += bytes.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
          unsafe b += bytes.loadUnaligned(fromByteOffset: at + 32, as: SIMD8<Float>.self)
          unsafe c += bytes.loadUnaligned(fromByteOffset: at + 64, as: SIMD8<Float>.self)
          unsafe d += bytes.loadUnaligned(fromByteOffset: at + 96, as: SIMD8<Float>.self)
          at += 128
        }
        total = a + b + c + d
      }
    }
    precondition(total.sum().isFinite)
    return Double(block.count * 4) / seconds
  }
}
