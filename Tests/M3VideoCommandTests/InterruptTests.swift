import Foundation
import M3TestSupport
import Subprocess
import Testing

/// Ctrl-C at any time.
@Suite struct InterruptTests {
  /// A clip of so many frames that encoding them takes far longer than this test.
  private func longClip(_ folder: TemporaryFolder) async throws -> String {
    let file = folder.path("long.mp4")
    let made = try await Subprocess.run(
      .name("ffmpeg"),
      arguments: [
        "-loglevel", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=s=64x64:r=30", "-frames:v", "2800", "-c:v",
        "mpeg4", file,
      ], input: .none, output: .discarded)
    #expect(made.terminationStatus.isSuccess)
    return file
  }

  @Test func inTheMiddleOfEncoding() async throws {
    let folder = try TemporaryFolder()
    let clip = try await longClip(folder)
    let clock = ContinuousClock()
    let result = try await Subprocess.run(
      .name("sh"),
      arguments: [
        "-c", "exec \"$0\" \"$@\"", Program.path, "ask", clip, "What?", "--scale", "1", "--frames", "2800", "--threads",
        "1",
      ],
      environment: try Program.variables(["M3_CPU": "portable", "XDG_CACHE_HOME": folder.path]), input: .none,
      output: .string(limit: 1000),
      error: .sequence
    ) { execution in
      var sent: ContinuousClock.Instant?
      var text = ""
      for try await line in execution.standardError.strings() {
        text += line
        guard sent == nil, line.contains("plan:") else { continue }
        try await Task.sleep(for: .milliseconds(300))
        try execution.send(signal: .interrupt)
        sent = clock.now
      }
      return (text, sent.map { clock.now - $0 })
    }
    #expect(result.terminationStatus == .exited(130))
    #expect(result.standardOutput.isEmpty)
    let (text, seconds) = result.closureResult
    #expect(text.contains("interrupted"))
    #expect(try #require(seconds) < .seconds(3))
  }

  /// A program that waits for its standard input ends soon after the first signal, and at once at the second.
  @Test(arguments: [1, 2]) func whileWaitingForTheQuestion(signals: Int) async throws {
    let result = try await Subprocess.run(
      .name("sh"), arguments: ["-c", "exec \"$0\" \"$@\"", Program.path, "ask", Samples.movie, "-"],
      environment: try Program.variables(["XDG_CACHE_HOME": "/nowhere"]),
      input: .inputWriter, output: .string(limit: 1000), error: .string(limit: 1000)
    ) { execution in
      let process = "/proc/\(execution.processIdentifier.value)"
      try await untilReady(process)
      let limits = try String(contentsOfFile: "\(process)/limits", encoding: .utf8)
      try execution.send(signal: .interrupt)
      if signals == 2 {
        try waitUntil { try !catchesInterrupts(process) }
        try execution.send(signal: .interrupt)
      }
      // Its standard input is closed when this ends.
      try await Task.sleep(for: .milliseconds(1500))
      return limits
    }
    if signals == 1 {
      #expect(result.terminationStatus == .exited(130))
      #expect(result.standardError.contains("interrupted"))
    } else {
      #expect(result.terminationStatus == .signaled(2))
    }
    // Nothing is written down of a process that crashes.
    #expect(result.closureResult.firstMatch(of: /Max core file size\s+0\s+0\s/) != nil)
  }

  /// Waits until the program has taken over Ctrl-C, and then a little until it reads.
  private func untilReady(_ process: String) async throws {
    try waitUntil { try catchesInterrupts(process) }
    try await Task.sleep(for: .milliseconds(100))
  }

  /// Without giving its thread away: other tests may keep the pool busy for long.
  private func waitUntil(_ condition: () throws -> Bool) throws {
    for _ in 0..<2000 {
      if try condition() { return }
      usleep(5000)
    }
    Issue.record("it never came true")
  }

  private func catchesInterrupts(_ process: String) throws -> Bool {
    let status = try String(contentsOfFile: "\(process)/status", encoding: .utf8)
    let mask = try #require(status.firstMatch(of: /SigCgt:\s+([0-9a-f]+)/)?.1)
    return try #require(UInt64(mask, radix: 16)) & 0b10 != 0
  }
}
