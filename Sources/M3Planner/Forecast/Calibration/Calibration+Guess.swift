extension Calibration {
  /// Rates to guess with where nothing was measured: those of one core of a server processor with AVX2, times threads.
  ///
  /// They are the same for all precisions: products of many rows are, and a decode step's follow from its bytes.
  public static func guess(_ machine: Machine) -> Calibration {
    let threads = Double(max(1, machine.threads))
    return Calibration(
      machine: machine, isGuess: true, memoryBytesPerSecond: 12e9 * threads, peakOperationsPerSecond: 90e9 * threads,
      models: [
        ModelRates(
          precision: "float32", bytesPerWeight: 4, visionWidth: 96, width: 128, vision: 20e9 * threads,
          prefill: 20e9 * threads, chunkWeights: 1e9 * threads, stepBytes: 9e9 * threads, stepSecondsPerLayer: 30e-6),
        ModelRates(
          precision: "int8", bytesPerWeight: 1.0625, visionWidth: 1024, width: 4096, vision: 55e9 * threads,
          prefill: 60e9 * threads, chunkWeights: 2e9 * threads, stepBytes: 9e9 * threads, stepSecondsPerLayer: 30e-6),
      ],
      attention: [
        AttentionRates(type: "float32", bytesPerNumber: 4, width: 32, many: 15e9 * threads, one: 9e9 * threads),
        AttentionRates(type: "float16", bytesPerNumber: 2, width: 128, many: 40e9 * threads, one: 9e9 * threads),
      ],
      readSecondsPerPixel: 5e-9, readSecondsPerFrame: 50e-6, cropSecondsPerPixel: 8e-9)
  }
}
