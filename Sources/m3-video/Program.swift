import ArgumentParser
import Glibc
import M3Core

/// Where the process begins and ends.
@main
enum Program {
  static func main() async {
    _ = ProcessEnvironment.atStart
    StandardStreams.occupy()
    // A memory image of a crashed reader of foreign files is of no use to anyone, and may hold what it read.
    CoreDumps.forbid()
    let command: any ParsableCommand
    do { command = try M3Video.parseAsRoot() } catch { end(error, in: M3Video.self) }
    do {
      try ProcessorChoice.apply()
      try await run(command)
    } catch {
      end(error, in: type(of: command))
    }
  }

  private static func run(_ command: any ParsableCommand) async throws {
    if var asynchronous = command as? any AsyncParsableCommand { return try await asynchronous.run() }
    var command = command
    try command.run()
  }

  /// Says what is to be said about an error that ended a command, help and version included, and leaves.
  private static func end(_ error: any Error, in command: any ParsableCommand.Type) -> Never {
    let code = command.exitCode(for: error)
    if error is ExitCode { exit(code.rawValue) }
    if let error = error as? any ExplainedError {
      StandardError().error(error.message, hint: error.hint)
      exit(1)
    }
    guard code.isSuccess else {
      let wrong = UsageError(command.fullMessage(for: error))
      StandardError().error(wrong.message, hint: wrong.hint)
      exit(code.rawValue)
    }
    do {
      try StandardOutput.line(command.fullMessage(for: error))
    } catch {
      if !error.isClosedReader { StandardError().error(error.message) }
      exit(1)
    }
    exit(0)
  }
}
