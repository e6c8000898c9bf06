/// Ends a streamed answer at the first stop string, and holds back text that may be the beginning of one.
///
/// What `append` and `finish` return, joined, is the answer up to the earliest stop string, which is not part of it.
public struct StopStrings: Sendable {
  private let stops: [[UInt8]]
  private var held: [UInt8] = []
  /// A stop string was found: nothing more comes.
  public private(set) var isStopped = false

  /// - Parameter strings: empty ones are ignored.
  public init(_ strings: [String]) {
    stops = strings.map { Array($0.utf8) }.filter { !$0.isEmpty }
  }

  /// Takes more text (whole characters); returns what is certainly part of the answer.
  public mutating func append(_ text: String) -> String {
    guard !isStopped else { return "" }
    held += text.utf8
    for start in held.indices {
      for stop in stops {
        let rest = held[start...]
        if rest.starts(with: stop) {
          isStopped = true
          return release(start)
        }
      }
    }
    let open = held.indices.first { start in stops.contains { $0.starts(with: held[start...]) } }
    return release(open ?? held.endIndex)
  }

  /// Ends the answer: what was held back is part of it after all.
  public mutating func finish() -> String { isStopped ? "" : release(held.endIndex) }

  /// The first `count` held bytes as text; once stopped, the rest is forgotten.
  private mutating func release(_ count: Int) -> String {
    let text = String(decoding: held[..<count], as: UTF8.self)
    held = isStopped ? [] : Array(held[count...])
    return text
  }
}
