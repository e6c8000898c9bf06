import Crypto
import Foundation

/// The page's style sheet and script.
enum PageFile {
  static let style = String(decoding: PackageResources.page_css, as: UTF8.self)
  static let script = String(decoding: PackageResources.page_js, as: UTF8.self)

  /// What the page's security policy knows the script by: nothing else may run.
  static let scriptHash =
    "sha256-" + Data(SHA256.hash(data: Data(script.utf8))).base64EncodedString()
}
