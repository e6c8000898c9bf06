/// Where each sample of a file stands: 24 bytes a sample, so that a file can be read in the run's order.
struct SampleIndex {
  struct Line {
    let number: Int
    /// In the file, without its newline.
    let place: Range<Int>
  }

  /// In the run's order.
  let lines: [Line]

  /// Reads through a file of samples.
  ///
  /// - Throws: `EvaluateError.badRecord` for a line that is no sample.
  init(_ path: String) throws(EvaluateError) {
    var reader = try RecordReader<Number>(path)
    var lines: [Line] = []
    while let sample = try reader.next() { lines.append(Line(number: sample.number, place: reader.place)) }
    self.lines = lines.sorted { $0.number < $1.number }
  }

  /// All that is read of a line.
  private struct Number: Decodable {
    let number: Int
  }
}
