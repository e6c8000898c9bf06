import FoundationEssentials

/// A path with `%s` where the clip's name goes, as IG-VLM takes it (`/d/%s.mp4`).
///
/// A file that is not there under the very path is looked for under the other names and extensions.
public struct MediaTemplate: Sendable {
  private let before: String
  private let after: String
  private let map: [String: String]

  /// - Throws: `EvaluateError.badTemplate` unless `%s` stands in it exactly once.
  public init(_ template: String, map: [String: String] = [:]) throws(EvaluateError) {
    let parts = template.split(separator: "%s", omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw .badTemplate(template: template) }
    before = String(parts[0])
    after = String(parts[1])
    self.map = map
  }

  /// The file of a clip by its name in the annotations, or nil.
  public func path(of media: String) -> String? {
    let known = Set(MediaName.videoExtensions + MediaName.imageExtensions)
    let stem = MediaName.stem("x" + after, known: known).map { String($0.stem.dropFirst()) } ?? after
    let endings = MediaName.videoExtensions + MediaName.imageExtensions
    for name in MediaName.variations(of: media, map: map) {
      let tried =
        [before + name + after] + endings.flatMap { [$0, $0.uppercased()] }.map { "\(before)\(name)\(stem).\($0)" }
      if let path = tried.first(where: { FileManager.default.fileExists(atPath: $0) }) { return path }
    }
    return nil
  }
}
