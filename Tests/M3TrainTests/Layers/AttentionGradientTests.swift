import Foundation
import M3Core
import M3Tensor
import Testing

@testable import M3Train

/// Attention of packed sequences: against a plain computation, and its gradient against differences.
@Suite struct AttentionGradientTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var heads = 2
    var keyHeads = 2
    var width = 5
    var rows: Int
    var spans: @Sendable () -> [[AttentionSpan]]
  }

  static let cases = [
    Case(testDescription: "one row", rows: 1) { [[.all(0..<1)]] },
    Case(testDescription: "two crops, bidirectional", rows: 40) { [[.all(0..<17)], [.all(17..<40)]] },
    Case(testDescription: "more than a block of queries", heads: 1, keyHeads: 1, width: 3, rows: 301) {
      [[.all(0..<301)]]
    },
    Case(testDescription: "causal over blocks", heads: 2, keyHeads: 1, width: 3, rows: 150) { [[.causal(0..<150)]] },
    Case(testDescription: "questions behind a shared prefix", heads: 4, keyHeads: 2, width: 4, rows: 33) {
      [
        [
          .causal(0..<11),
          AttentionSpan(
            queries: 20..<33, shared: 0..<11, starts: [20, 20, 20, 20, 20, 25, 25, 25, 28, 28, 28, 28, 28]),
        ],
        [.causal(11..<16), AttentionSpan(queries: 16..<20, shared: 11..<16, starts: [16, 16, 18, 18])],
      ]
    },
  ]

  /// By the definition, in double precision: which rows each row sees is spelled out.
  private func expected(_ x: [Float], _ layer: AttentionLayer, _ sequences: [[AttentionSpan]], rows: Int) -> [Float] {
    let columns = (layer.heads + 2 * layer.keyHeads) * layer.width
    var output = [Float](repeating: 0, count: rows * layer.heads * layer.width)
    for span in sequences.joined() {
      for query in span.queries {
        var seen = Array(span.shared)
        if let starts = span.starts { seen += starts[query - span.queries.lowerBound]...query }
        for head in 0..<layer.heads {
          let group = head / (layer.heads / layer.keyHeads)
          let key = (layer.heads + group) * layer.width
          let value = (layer.heads + layer.keyHeads + group) * layer.width
          var scores = seen.map { row in
            (0..<layer.width).reduce(0.0) {
              $0 + Double(x[query * columns + head * layer.width + $1]) * Double(x[row * columns + key + $1])
            } / Double(layer.width).squareRoot()
          }
          let highest = scores.max() ?? 0
          scores = scores.map { exp($0 - highest) }
          let sum = scores.reduce(0, +)
          for i in 0..<layer.width {
            let mixed = zip(seen, scores).reduce(0.0) { $0 + $1.1 / sum * Double(x[$1.0 * columns + value + i]) }
            output[(query * layer.heads + head) * layer.width + i] = Float(mixed)
          }
        }
      }
    }
    return output
  }

  @Test(arguments: cases) func attention(example: Case) throws {
    let layer = AttentionLayer(heads: example.heads, keyHeads: example.keyHeads, width: example.width)
    let (bench, _) = try Bench.make { _ in 0 }
    let sequences = example.spans()
    let x = bench.random(example.rows, (example.heads + 2 * example.keyHeads) * example.width)
    let y = Matrix(rows: example.rows, columns: example.heads * example.width)
    let sums = Matrix(rows: example.heads, columns: example.rows)
    layer.forward(x.all, sequences, into: y.all, logSums: sums.all, bench.pass)
    #expect(
      relativeDifference(y.all.values, expected(x.all.values, layer, sequences, rows: example.rows)) < 1e-5)

    let d = bench.random(example.rows, y.columns)
    let dx = bench.random(example.rows, x.columns)  // what it holds before does not matter
    layer.backward(
      d.all, input: x.all, output: y.all, logSums: sums.all, sequences, into: dx.all, bench.pass)
    let again = Matrix(rows: example.rows, columns: y.columns)
    bench.expectSlopes([("x", x.all, dx.all.values)], step: 2e-3, within: 1e-2) {
      layer.forward(x.all, sequences, into: again.all, logSums: sums.all, bench.pass)
      return product(again.all.values, d.all.values)
    }
  }
}
