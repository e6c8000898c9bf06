import M3Core

/// Reads what Tests/Nasty/make.sh draws into each picture.
enum Barcode {
  /// The frame number: column j of 12 in the top half is bit j, white is 1.
  static func number(_ picture: Picture) -> Int {
    (0..<12).reduce(0) { number, bit in
      let color = picture[min(picture.width - 1, picture.width * (2 * bit + 1) / 24), picture.height / 4]
      let isWhite = Int(color.red) + Int(color.green) + Int(color.blue) > 382
      return number | (isWhite ? 1 << bit : 0)
    }
  }

  /// The patches below: red on the left and blue on the right.
  static func patches(_ picture: Picture) -> (left: RGB, right: RGB) {
    let row = picture.height * 3 / 4
    return (picture[picture.width / 4, row], picture[picture.width * 3 / 4, row])
  }
}

extension RGB {
  func isNear(_ red: Int, _ green: Int, _ blue: Int, within tolerance: Int) -> Bool {
    abs(Int(self.red) - red) <= tolerance && abs(Int(self.green) - green) <= tolerance
      && abs(Int(self.blue) - blue) <= tolerance
  }
}
