import Foundation
import M3Core
import M3TestSupport
import Subprocess
import Testing

/// An evaluation that is killed again and again, as `kill -9` and a power cut do, ends as one that nobody disturbed.
@Suite struct KillTests {
  private static let kills = 10
  private static let questions = 36

  private let folder: TemporaryFolder
  private let world: String

  init() async throws {
    folder = try TemporaryFolder()
    world = folder.path("world")
    let made = try await Program.run(["world", "--count", "3", "-o", world])
    #expect(made.code == 0, "\(made.err)")
  }

  private func words(_ run: String) -> [String] {
    [
      "eval", "generic", "--annotations", world, "--frames", "4", "--scale", "9", "--max-tokens", "4", "--limit",
      "\(Self.questions)", "--threads", "1", "-q", "-o", run,
    ]
  }

  /// The samples without what differs from run to run: the times.
  private func timeless(_ run: String) throws -> [String] {
    let text = try String(contentsOfFile: run + "/samples.jsonl", encoding: .utf8)
    #expect(text.hasSuffix("\n"))
    return text.split(separator: "\n").map { String($0.replacing(/"seconds":\{[^}]*\},?/, with: "")) }
  }

  private func bytes(_ run: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: run + "/samples.jsonl")[.size] as? Int) ?? 0
  }

  /// Kills come at seeded moments: after so much time, or after so many bytes of samples.
  @Test func killedTenTimes() async throws {
    let clock = ContinuousClock()
    let whole = folder.path("whole")
    let start = clock.now
    let undisturbed = try await Program.run(words(whole))
    let duration = clock.now - start
    #expect(undisturbed.code == 0, "\(undisturbed.err)")
    let expected = try timeless(whole)
    #expect(expected.count == Self.questions)

    let run = folder.path("run")
    var generator = SeededGenerator(seed: 20_240_527)
    let line = bytes(whole) / Self.questions
    var killed = 0
    for _ in 0..<3 * Self.kills where killed < Self.kills {
      // After some time at the even ones, after some bytes at the odd ones.
      let delay = duration * generator.unit()
      let grown = killed % 2 == 0 ? Int.max : bytes(run) + generator.index(below: 2 * line)
      // Enough is left for the kills to come.
      let most = line * Self.questions * (killed + 2) / (Self.kills + 4)
      let result = try await Subprocess.run(
        .name("sh"), arguments: Arguments(["-c", "exec \"$0\" \"$@\"", Program.path] + words(run)),
        environment: try Program.variables([:]), input: .none, output: .discarded, error: .discarded
      ) { execution in
        let deadline = clock.now + (grown == .max ? delay : duration * 2)
        while clock.now < deadline, bytes(run) <= min(grown, most) { usleep(500) }
        try execution.send(signal: .kill)
      }
      if case .signaled = result.terminationStatus {
        killed += 1
      } else {
        // A busy machine let it come to its end before the kill: from the beginning.
        try FileManager.default.removeItem(atPath: run)
      }
    }
    #expect(killed == Self.kills)
    let last = try await Program.run(words(run))
    #expect(last.code == 0, "\(last.err)")
    #expect(try timeless(run) == expected)
    // The numbers too, but for the times.
    func numbers(_ run: String) async throws -> [String: Any] {
      var object = try await Program.run(["score", run, "--json"]).object()
      object["seconds"] = nil
      return object
    }
    #expect(try await NSDictionary(dictionary: numbers(run)) == NSDictionary(dictionary: numbers(whole)))
  }
}
