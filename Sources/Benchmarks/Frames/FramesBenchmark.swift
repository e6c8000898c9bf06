import ArgumentParser
import Glibc
import M3Core
import M3Planner
import M3Video

/// Opens a clip, reads frames from it and makes a crop of each, once, in a fresh process: what
/// Tests/Benchmarks/frames.py compares with other readers.
@main
struct FramesBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frames-benchmark",
    abstract: "Read frames of a clip and make 336 x 336 crops of them; print seconds and memory as JSON.")

  @Argument(help: "A video.")
  var clip: String

  @Argument(help: "How many frames, evenly spread.")
  var frames: Int

  @Option(help: "Decoder threads.")
  var threads = 1

  func run() throws {
    let (processor, wall) = (clock(CLOCK_PROCESS_CPUTIME_ID), clock(CLOCK_MONOTONIC))
    let clip = try Clip.open(clip)
    let indices = clip.info.timeline.indices(frames, by: .midpoint, nominalRate: clip.info.nominalRate)
    let preprocessor = Preprocessor(
      ImageProcessing(
        cropSide: 336, fit: .squash, anyres: nil, mean: ImageProcessing.clipMean,
        standardDeviation: ImageProcessing.clipStandardDeviation))
    var cursor = try clip.frames(at: indices, threads: threads)
    var (count, checksum) = (0, UInt64(0))
    while let frame = try cursor.next() {
      for byte in preprocessor.crop(of: frame.picture).pixels { checksum = checksum &* 31 &+ UInt64(byte) }
      count += 1
    }
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print(
      """
      {"processor": \(clock(CLOCK_PROCESS_CPUTIME_ID) - processor), "wall": \(clock(CLOCK_MONOTONIC) - wall), \
      "peak_bytes": \(usage.ru_maxrss * 1024), "frames": \(count), "checksum": "\(checksum)"}
      """)
  }

  /// Seconds.
  private func clock(_ which: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(which, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
