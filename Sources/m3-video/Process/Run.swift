import ArgumentParser
import Foundation
import M3Core

/// Runs the body of a command: errors become `error:` lines and an exit code, Ctrl-C cancels and exits with 130.
///
/// - Throws: `ExitCode` when the body failed or was interrupted.
func runCommand(_ body: @escaping @Sendable () async throws -> Void) async throws {
  let output = StandardError()
  let task = Task { try await body() }
  let interrupt = Interrupt { task.cancel() }
  defer { interrupt.stop() }
  do {
    try await task.value
  } catch is CancellationError {
    output.line("interrupted")
    throw ExitCode(130)
  } catch let error as OutputError where error.code == EPIPE {
    throw ExitCode(1)
  } catch let error as any ExplainedError {
    output.error(error.message, hint: error.hint)
    throw ExitCode(1)
  } catch let error as ExitCode {
    throw error
  } catch let error as ValidationError {
    throw error
  } catch {
    output.error(String(describing: error).escapedForTerminal)
    throw ExitCode(1)
  }
}
