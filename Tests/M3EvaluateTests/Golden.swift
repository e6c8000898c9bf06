import Foundation
import Testing

/// A JSON value of a golden file, read loosely: what is not there, or has another type, fails the test that asks.
struct Golden {
  let value: Any?

  init(_ value: Any?) { self.value = value }

  static func file(_ name: String) throws -> Golden {
    Golden(try JSONSerialization.jsonObject(with: Fixture.golden(name), options: [.fragmentsAllowed]))
  }

  subscript(name: String) -> Golden { Golden(read([String: Any].self, or: [:])[name]) }

  subscript(index: Int) -> Golden {
    let list = read([Any].self, or: [])
    return Golden(list.indices.contains(index) ? list[index] : nil)
  }

  var list: [Golden] { read([Any].self, or: []).map { Golden($0) } }
  var text: String { read(String.self, or: "") }
  var texts: [String] { read([String].self, or: []) }
  var number: Double { read(NSNumber.self, or: .init(value: Double.nan)).doubleValue }
  var integer: Int { read(NSNumber.self, or: .init(value: Int.min)).intValue }
  var flag: Bool { read(NSNumber.self, or: .init(value: false)).boolValue }
  var isNull: Bool { value is NSNull }

  private func read<Value>(_ type: Value.Type, or fallback: Value) -> Value {
    if let value = value as? Value { return value }
    Issue.record("the golden file has \(value ?? "nothing") where a \(type) is wanted")
    return fallback
  }
}

extension Double {
  /// Equal but for the order of additions.
  func isAbout(_ other: Double, tolerance: Double = 1e-9) -> Bool { (self - other).magnitude <= tolerance }
}
