/// Numbers as the questions say them.
enum WorldNumber {
  static let cardinals = ["zero", "one", "two", "three", "four", "five"]
  static let ordinals = ["first", "second", "third", "fourth", "fifth"]

  /// "one time", "two times", "zero times".
  static func times(_ count: Int) -> String { "\(cardinals[count]) \(count == 1 ? "time" : "times")" }
}
