import Foundation
import M3Core
import M3Video

/// The files of Tests/Goldens/Pictures, made by the script that lies with them.
enum PictureGolden {
  private static let folder = URL(filePath: #filePath).appending(path: "../../../../Goldens/Pictures").standardized

  static func picture(_ name: String) throws -> Picture {
    try DecodedPicture.decode(Array(Data(contentsOf: folder.appending(path: name + ".png"))), as: .png)
  }

  /// The rows of a table, without its head.
  static func rows(_ name: String) -> [[String]] {
    let text = (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
      $0.split(separator: "\t").map { String($0) }
    }
  }
}
