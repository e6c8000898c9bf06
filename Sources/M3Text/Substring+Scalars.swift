extension Substring {
  /// Where a text first occurs, compared scalar by scalar.
  ///
  /// Swift's own search compares user-perceived characters, so that "A)" is not found before a combining mark.
  func range(ofScalars wanted: String) -> Range<Index>? {
    let wanted = wanted.unicodeScalars
    var start = startIndex
    while start < endIndex {
      let rest = unicodeScalars[start...]
      if rest.starts(with: wanted) { return start..<unicodeScalars.index(start, offsetBy: wanted.count) }
      start = unicodeScalars.index(after: start)
    }
    return nil
  }

  /// Without white space at both ends.
  var trimmedScalars: Substring {
    let isSpace: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
    let scalars = unicodeScalars.drop(while: isSpace)
    guard let last = scalars.lastIndex(where: { !isSpace($0) }) else { return self[endIndex...] }
    return Substring(scalars[...last])
  }
}
