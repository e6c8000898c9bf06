import M3Core

/// An answer with what its process held beside its own members.
struct MeasuredAnswer: Encodable {
  let answer: Answer
  /// The most memory, in bytes; nil where the system does not tell.
  let peakBytes: Int?

  init(_ answer: Answer) {
    self.answer = answer
    let peak = ResidentMemory.peak
    peakBytes = peak > 0 ? peak : nil
  }

  func encode(to encoder: any Encoder) throws {
    try answer.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(peakBytes, forKey: .peakBytes)
  }

  private enum Key: CodingKey { case peakBytes }
}
