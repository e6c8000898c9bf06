/// Families of questions, by what they ask of a reader.
public enum WorldFamily: String, CaseIterable, Codable, Sendable {
  /// What one token of any frame tells.
  case gist
  /// Shape, colour and number of objects.
  case shape, color, count
  /// Where an object is, alone or seen from another.
  case place
  /// What moves and which way.
  case motion
  /// One character of the board.
  case character
  /// One line of the board.
  case line
  /// The colour of the only flash.
  case brief
  /// Which of several flashes came first, last, before or after another.
  case order
  /// The number of flashes.
  case repetition
  /// A sentence on what happens.
  case caption
}
