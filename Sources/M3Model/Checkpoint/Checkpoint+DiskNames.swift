extension Checkpoint {
  /// The name that a canonical key has in a file of Hugging Face's layout, as transformers writes it.
  public static func diskName(of key: String) -> String {
    let prefix = "language_model."
    if key.hasPrefix(prefix) { return "\(prefix)model.\(key.dropFirst(prefix.count))" }
    return key == ExpectedTensors.output ? prefix + key : key
  }
}
