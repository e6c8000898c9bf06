/// Which clips of a run were found, and which were not: shown before a run and in its headline.
public struct MediaReport: Equatable, Sendable {
  /// By media name.
  public internal(set) var places: [String: MediaIndex.Place] = [:]
  /// Questions that cannot be asked.
  public internal(set) var questionsWithoutClip = 0

  /// Clips that were found.
  public var found: Int { places.values.count { if case .found = $0 { true } else { false } } }
  /// Names without a file, sorted.
  public var missing: [String] { places.filter { $0.value == .missing }.keys.sorted() }
  /// Names with several files, sorted.
  public var ambiguous: [String] {
    places.filter { if case .ambiguous = $0.value { true } else { false } }.keys.sorted()
  }
}
