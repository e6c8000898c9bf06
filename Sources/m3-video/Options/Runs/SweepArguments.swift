import ArgumentParser
import M3Core

/// Reads the lists that `sweep` takes.
enum SweepArguments {
  static func scales(_ text: String) throws -> [VisualScale] {
    try words(text).map(scale)
  }

  static func scale(_ word: String) throws -> VisualScale {
    let tokens = try number(word)
    do { return try VisualScale(tokens: tokens) } catch { throw ValidationError(error.message) }
  }

  static func frames(_ text: String) throws -> [Int?] {
    try words(text).map { $0 == "max" ? nil : try number($0) }
  }

  static func budgets(_ text: String) throws -> [Int] { try numbers(text) }

  private static func numbers(_ text: String) throws -> [Int] { try words(text).map(number) }

  /// What stands between commas, each once.
  static func words(_ text: String) throws -> [String] {
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard Set(words).count == words.count else {
      throw ValidationError("'\(text.escapedForTerminal)' names something twice")
    }
    return words
  }

  private static func number(_ word: String) throws -> Int {
    guard let number = Int(word), number >= 1 else {
      throw ValidationError("'\(word.escapedForTerminal)' is not a whole number from 1 on")
    }
    return number
  }
}
