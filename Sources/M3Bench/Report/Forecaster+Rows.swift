import M3Core
import M3Planner

extension Forecaster {
  /// What the whole model of LLaVA-1.5-7B would take, scaled from the few layers that were run.
  var rows: [BenchRow] {
    let (visual, text, answer) = (2880, 60, 1)
    func seconds(_ visual: Int, _ text: Int) -> StageSeconds {
      let sight = Sight(
        clip: nil, frames: 1, crops: 1, visualTokens: visual, textTokens: text, answerTokens: answer)
      return forecast(sight).seconds
    }
    let (short, long) = (seconds(1, 8), seconds(visual, text))
    let cost = ComputeCost(shape: shape)
    let run = cost.runPrefill(tokens: visual + text)
    let bytes = Double(held.stepBytes)
    let name = "LLaVA-1.5-7B \(held.precision)"
    let note = "scaled from the shortest times by operations and bytes"
    return [
      BenchRow(
        "\(name): vision tower and projector, a crop", seconds: short[.encode],
        rate: cost.crop / short[.encode], unit: .operations,
        onTiles: held.precision != "float32", note: note),
      BenchRow(
        "\(name): prefill of \(visual + text) tokens", seconds: long[.prefill],
        rate: (run.products + run.attention) / long[.prefill], unit: .operations,
        onTiles: held.precision != "float32", note: note),
      BenchRow(
        "\(name): decode, a token after 9", seconds: short[.decode], rate: bytes / short[.decode], unit: .bytes,
        note: note),
      BenchRow(
        "\(name): decode, a token after \(visual + text)", seconds: long[.decode],
        rate: (bytes + Double((visual + text) * held.tokenBytes)) / long[.decode], unit: .bytes,
        note: "\(note), \(held.keyValues) keys and values"),
    ]
  }
}
