/// The reference checkpoints and values that tests compare with, in Tests/Goldens.
public enum Goldens {
  /// The path of a file or folder of the goldens, for instance `llava15/config.json`.
  public static func path(_ name: String) -> String { "\(tests)/Goldens/\(name)" }

  /// The folder of all tests, from where this file lies.
  private static let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    .joined(separator: "/")
}
