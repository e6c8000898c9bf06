/// A JSON number as it was written.
package enum JSONNumber: Equatable, Sendable {
  case whole(Int)
  case real(Double)
}
