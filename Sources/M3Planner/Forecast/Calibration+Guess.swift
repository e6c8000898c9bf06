extension Calibration {
  /// Rates to guess with where nothing was measured: those of one core of a server processor with AVX2, times threads.
  public static func guess(_ machine: Machine) -> Calibration {
    let threads = Double(max(1, machine.threads))
    return Calibration(
      machine: machine, isGuess: true, memoryBytesPerSecond: 12e9 * threads, peakOperationsPerSecond: 90e9 * threads,
      vision: [Anchor(width: 96, rate: 20e9 * threads), Anchor(width: 1024, rate: 55e9 * threads)],
      prefill: [Anchor(width: 128, rate: 20e9 * threads), Anchor(width: 4096, rate: 60e9 * threads)],
      weights: [Anchor(width: 128, rate: 1e9 * threads), Anchor(width: 4096, rate: 2e9 * threads)],
      attention: [Anchor(width: 32, rate: 15e9 * threads), Anchor(width: 128, rate: 40e9 * threads)],
      decodeBytesPerSecond: 9e9 * threads, decodeSecondsPerLayer: 30e-6, cacheBytesPerSecond: 9e9 * threads,
      readSecondsPerPixel: 5e-9, readSecondsPerFrame: 50e-6, cropSecondsPerPixel: 8e-9)
  }
}
