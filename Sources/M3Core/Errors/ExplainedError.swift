/// A failure caused by a file, a user or the network, told so that a person can act on it.
///
/// Each module has one enum of such errors. Its cases carry facts (path, index, expected, found); the sentences are
/// made in one file of that module, `<Module>Error+Message.swift`.
public protocol ExplainedError: Error, Sendable, CustomStringConvertible {
  /// One sentence without a full stop; it names the file and the cause. Control characters are escaped.
  var message: String { get }
  /// What to do about it, where something can be done.
  var hint: String? { get }
}

extension ExplainedError {
  /// No hint unless a case gives one.
  public var hint: String? { nil }
  /// The message, so that an error printed by someone else's code still reads well.
  public var description: String { message }
}
