import Foundation
import M3Core

/// Finds the model that ships with the program, wherever the program stands.
enum ModelLocation {
  /// The folder under `samples/models` or `share/m3-video/models` that holds the default model.
  static let defaultName = "m3-tiny"

  /// The folder that `--model` names, or the default model's.
  ///
  /// Looked for beside an installed program (`PREFIX/share/m3-video/models`), then upwards from the program's own
  /// folder for `samples/models` (a build inside the checkout).
  ///
  /// - Throws: `LocationError.noDefaultModel` with the places that were looked at.
  static func folder(named name: String?) throws(LocationError) -> String {
    if let name { return name }
    let files = FileManager.default
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    var looked: [String] = []
    func found(_ folder: URL) -> Bool {
      looked.append(folder.path)
      return files.fileExists(atPath: folder.appendingPathComponent("config.json").path)
    }
    let installed = program.deletingLastPathComponent().appendingPathComponent("share/m3-video/models/\(defaultName)")
    if found(installed) { return installed.path }
    var folder = program
    while folder.path != "/" {
      let sample = folder.appendingPathComponent("samples/models/\(defaultName)")
      if files.fileExists(atPath: folder.appendingPathComponent("samples").path), found(sample) { return sample.path }
      folder.deleteLastPathComponent()
    }
    throw .noDefaultModel(looked: looked)
  }
}

/// The default model is not where it should be.
enum LocationError: ExplainedError {
  case noDefaultModel(looked: [String])

  var message: String {
    switch self {
    case .noDefaultModel(let looked):
      "no model given, and the one that ships with m3-video is not at \(looked.joined(separator: " or "))"
    }
  }

  var hint: String? { "name a checkpoint's folder with `--model DIR`" }
}
