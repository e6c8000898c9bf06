import ArgumentParser
import Dispatch
import Foundation
import M3Core

/// Runs the body of a command: errors become `error:` lines and an exit code, Ctrl-C cancels and exits with 130.
///
/// A body that is interrupted has a second to stop by itself; after that the process ends all the same, since decoders
/// and readers of standard input cannot be stopped.
///
/// - Throws: `ExitCode` when the body failed.
func runCommand(_ body: @escaping @Sendable () async throws -> Void) async throws {
  let task = Task { try await body() }
  let interrupt = Interrupt {
    task.cancel()
    DispatchQueue.global().asyncAfter(deadline: .now() + 1) { endInterrupted() }
  }
  defer { interrupt.stop() }
  let output = StandardError()
  do {
    try await task.value
  } catch  where task.isCancelled || error is CancellationError {
    // Whatever went wrong after Ctrl-C went wrong because of it.
    endInterrupted()
  } catch let error as OutputError where error.isClosedReader {
    leave(1)
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

/// After Ctrl-C.
private func endInterrupted() -> Never {
  StandardError().line("interrupted")
  leave(130)
}

/// Ends the process at once: other threads may still be computing, and must not see what they use taken apart.
func leave(_ code: Int32) -> Never { _exit(code) }
