import M3Tensor

/// An object of a configuration file, asked by key; every answer is checked, and errors name file and key.
///
/// A key may have several spellings, of which the first present counts. `null` is the same as a missing key.
struct ConfigurationObject {
  /// The most bytes of a configuration file.
  static let byteLimit = 4 << 20

  let file: String
  /// Keys of the objects around it, each with a point after it: `text_config.`.
  let prefix: String
  let members: [String: JSONValue]

  /// An object without members, where a file leaves it out.
  init(file: String, prefix: String, members: [String: JSONValue] = [:]) {
    self.file = file
    self.prefix = prefix
    self.members = members
  }

  /// Reads a file that holds one object.
  init(path: String) throws(ModelError) {
    let value: JSONValue
    do {
      value = try JSONValue(SmallFile.read(path, limit: Self.byteLimit))
    } catch let error as TensorError {
      throw .file(error)
    } catch let fault as JSONFault {
      throw .malformedJSON(path: path, fault: fault)
    } catch {
      throw .file(.cannotRead(path: path, reason: "\(error)"))
    }
    guard case .object(let members) = value else {
      throw .malformedJSON(path: path, fault: JSONFault(.expected("an object"), at: 0))
    }
    self.init(file: path, prefix: "", members: members)
  }

  /// The value of the first spelling present, and that spelling.
  func first(_ keys: [String]) -> (key: String, value: JSONValue)? {
    for key in keys {
      if let value = members[key], value != .null { return (key, value) }
    }
    return nil
  }

  func has(_ key: String) -> Bool { first([key]) != nil }

  func wrong(_ key: String, _ value: JSONValue, expected: String) -> ModelError {
    .wrongValue(path: file, key: prefix + key, expected: expected, found: value.summary)
  }

  func unsupported(_ key: String, _ found: String, supported: String) -> ModelError {
    .unsupported(path: file, key: prefix + key, found: found, supported: supported)
  }

  func object(_ key: String) throws(ModelError) -> ConfigurationObject? {
    guard let value = first([key])?.value else { return nil }
    guard case .object(let members) = value else { throw wrong(key, value, expected: "an object") }
    return ConfigurationObject(file: file, prefix: "\(prefix)\(key).", members: members)
  }

  func integer(_ keys: String..., in range: ClosedRange<Int>) throws(ModelError) -> Int? {
    guard let (key, value) = first(keys) else { return nil }
    guard let whole = value.whole, range.contains(whole) else {
      throw wrong(key, value, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return whole
  }

  func number(_ keys: String..., in range: ClosedRange<Double>) throws(ModelError) -> Double? {
    guard let (key, value) = first(keys) else { return nil }
    guard let real = value.real, range.contains(real) else {
      throw wrong(key, value, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return real
  }

  func bool(_ keys: String...) throws(ModelError) -> Bool? {
    guard let (key, value) = first(keys) else { return nil }
    guard case .bool(let flag) = value else { throw wrong(key, value, expected: "true or false") }
    return flag
  }

  func string(_ keys: String...) throws(ModelError) -> String? {
    guard let (key, value) = first(keys) else { return nil }
    guard case .string(let text) = value else { throw wrong(key, value, expected: "a string") }
    return text
  }

  /// The value of a key that must be one of a few.
  func choice<Choice: RawRepresentable & CaseIterable>(_ key: String) throws(ModelError) -> Choice?
  where Choice.RawValue == String {
    guard let text = try string(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw unsupported(key, text, supported: Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return choice
  }

  /// Refuses a value that would change the computation in a way that is not built here.
  func require(_ key: String, _ supported: String) throws(ModelError) {
    guard let value = first([key])?.value, value != .string(supported) else { return }
    if case .string(let text) = value { throw unsupported(key, text, supported: supported) }
    throw unsupported(key, value.summary, supported: supported)
  }

  func require(_ key: String, _ supported: Bool) throws(ModelError) {
    guard let flag = try bool(key), flag != supported else { return }
    throw unsupported(key, "\(flag)", supported: "\(supported)")
  }
}

extension JSONValue {
  /// A whole number, also when it is written with a point.
  var whole: Int? {
    switch self {
    case .number(.whole(let value)): value
    case .number(.real(let value)): Int(exactly: value)
    default: nil
    }
  }

  var real: Double? {
    switch self {
    case .number(.whole(let value)): Double(value)
    case .number(.real(let value)): value
    default: nil
    }
  }
}
