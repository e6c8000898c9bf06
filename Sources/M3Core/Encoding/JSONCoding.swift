public import Foundation

extension JSONEncoder {
  /// What this project writes: snake case, keys in order, numbers and slashes plain.
  public static var m3: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}

extension JSONDecoder {
  /// Reads what `JSONEncoder.m3` writes.
  public static var m3: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }
}
