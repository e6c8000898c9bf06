import ArgumentParser
import M3Engine
import M3Model

/// The flags that say how the answer's tokens are chosen, and on how many threads.
struct DecodingArguments: ParsableArguments {
  @Option(help: "The most tokens of an answer.")
  var maxTokens = 512

  @Option(help: "0 answers greedily; above 0 draws.")
  var temperature = 0.0

  @Option(help: "Draw from the likeliest tokens that make up this share of the probability.")
  var topP = 1.0

  @Option(help: "Of the generator that draws.")
  var seed: UInt64 = 0

  @Option(help: "Threads to compute with (default: all processors this process may use).")
  var threads: Int?

  func validate() throws {
    guard maxTokens >= 1 else { throw ValidationError("--max-tokens is at least 1, found \(maxTokens)") }
    guard temperature >= 0, temperature.isFinite else {
      throw ValidationError("--temperature is 0 or more, found \(temperature)")
    }
    guard topP > 0, topP <= 1 else { throw ValidationError("--top-p is above 0 and at most 1, found \(topP)") }
    guard threads ?? 1 >= 1 else { throw ValidationError("--threads is at least 1") }
    if temperature == 0, topP < 1 {
      throw ValidationError("--top-p has no effect on a greedy answer; give a --temperature above 0")
    }
  }

  var options: DecodingOptions {
    DecodingOptions(
      maxTokens: maxTokens, sampling: Sampling(temperature: temperature, topP: topP, seed: seed))
  }
}
