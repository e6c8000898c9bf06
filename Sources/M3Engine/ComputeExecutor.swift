import Dispatch

/// Runs the engine's work on a thread of its own.
///
/// Products take seconds; on Swift's cooperative pool they would starve every other task of the process.
final class ComputeExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "m3.engine", qos: .userInitiated)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
