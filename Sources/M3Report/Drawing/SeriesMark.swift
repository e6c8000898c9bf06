/// How one of several series is drawn: a colour and a shape, so that neither is needed alone.
struct SeriesMark: Equatable, Sendable {
  /// From 0.
  let number: Int

  private static let colours = 8

  /// Classes of the style sheet: the colour, and from the ninth series on a dashed line.
  var style: String { "s\(number % Self.colours)" + (number >= Self.colours ? " dashed" : "") }

  /// A path around the origin, about as large for every shape.
  func shape(_ size: Double) -> String {
    func number(_ value: Double) -> String {
      Canvas.number(value * 10) == "0" ? "0" : "\((value * 100).rounded() / 100)"
    }
    let (s, r) = (number(size * 0.9), number(size))
    let (d, t) = (number(size * 1.25), number(size * 1.15))
    switch self.number % 6 {
    case 0: return "M-\(r) 0a\(r) \(r) 0 1 0 \(number(size * 2)) 0a\(r) \(r) 0 1 0 -\(number(size * 2)) 0"
    case 1: return "M-\(s) -\(s)h\(number(size * 1.8))v\(number(size * 1.8))h-\(number(size * 1.8))z"
    case 2: return "M0 -\(d)L\(d) 0L0 \(d)L-\(d) 0z"
    case 3: return "M0 -\(t)L\(t) \(s)L-\(t) \(s)z"
    case 4: return "M0 \(t)L\(t) -\(s)L-\(t) -\(s)z"
    default:
      let (a, b) = (number(size * 0.4), number(size * 1.15))
      return "M-\(a) -\(b)H\(a)V-\(a)H\(b)V\(a)H\(a)V\(b)H-\(a)V\(a)H-\(b)V-\(a)H-\(a)z"
    }
  }
}
