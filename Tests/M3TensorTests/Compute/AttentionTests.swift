import Foundation
import M3Tensor
import Testing

@Suite struct AttentionTests {
  /// softmax(q k^T / sqrt(width)) v over the keys that each query sees, by the definition.
  private func expected(
    _ query: [[Double]], _ key: [[Double]], _ value: [[Double]], heads: Int, keyHeads: Int, visible: (Int) -> Int
  ) -> [[Double]] {
    let width = (query.first?.count ?? 0) / heads
    return query.indices.map { row in
      (0..<heads).flatMap { head -> [Double] in
        let own = head * width
        let shared = head / (heads / keyHeads) * width
        let scores = (0..<visible(row)).map { token -> Double in
          let product = (0..<width).reduce(0) { $0 + query[row][own + $1] * key[token][shared + $1] }
          return exp(product / Double(width).squareRoot())
        }
        let sum = scores.reduce(0, +)
        return (0..<width).map { i in
          scores.indices.reduce(0) { $0 + scores[$1] / sum * value[$1][shared + i] }
        }
      }
    }
  }

  /// One block of queries and several, with a rest.
  @Test(arguments: [(1, 1, 4), (5, 2, 3), (128, 1, 16), (129, 3, 8), (300, 2, 5)])
  func bidirectional(tokens: Int, heads: Int, width: Int) throws {
    let (q, k, v) = (1...3).map { Matrix.random(tokens, heads * width, seed: $0) }.unpacked
    let y = Matrix(rows: tokens, columns: heads * width)
    let compute = try Compute()
    compute.attend(q.all, k.all, v.all, heads: heads, into: y.all)
    let wanted = expected(rows(q.all), rows(k.all), rows(v.all), heads: heads, keyHeads: heads) { _ in tokens }
    #expect(greatestDifference(y.all, wanted) < 1e-5)
    compute.attend(q.all, k.all, v.all, heads: heads, into: q.all)
    #expect(q.all.values == y.all.values, "the output may take the queries' place")
  }

  /// Tokens that were there before, tokens that come now; grouped heads; both layers of the store.
  @Test(arguments: [(0, 1), (0, 5), (7, 1), (7, 3), (100, 200), (3, 128)], [(2, 2), (4, 2), (6, 1)])
  func causal(tokens: (before: Int, new: Int), heads: (query: Int, key: Int)) throws {
    let width = 6
    let total = tokens.before + tokens.new
    let q = Matrix.random(total, heads.query * width, seed: 1)
    let k = Matrix.random(total, heads.key * width, seed: 2)
    let v = Matrix.random(total, heads.key * width, seed: 3)
    let store = try #require(KeyValueStore(layers: 2, heads: heads.key, width: width, capacity: total + 3))
    store.write(k[0..<tokens.before], v[0..<tokens.before], layer: 1, at: 0)
    store.write(k[tokens.before..<total], v[tokens.before..<total], layer: 1, at: tokens.before)
    let new = q[tokens.before..<total]
    let y = Matrix(rows: tokens.new, columns: heads.query * width)
    try Compute().attend(new, over: store, layer: 1, from: tokens.before, into: y.all)
    let wanted = expected(
      rows(new), rows(k.all), rows(v.all), heads: heads.query, keyHeads: heads.key
    ) { tokens.before + $0 + 1 }
    #expect(greatestDifference(y.all, wanted) < 1e-5)
  }

  /// Rounded keys and values, of widths that fill whole words and of one that does not.
  @Test(arguments: [(6, 1), (8, 1), (16, 40), (5, 40), (5, 1)], [KeyValueType.float16, .int8])
  func rounded(shape: (width: Int, new: Int), type: KeyValueType) throws {
    let (width, new, total) = (shape.width, shape.new, 60)
    let q = Matrix.random(new, 4 * width, seed: 1)
    let k = Matrix.random(total, 2 * width, seed: 2)
    let v = Matrix.random(total, 2 * width, seed: 3)
    let store = try #require(KeyValueStore(type: type, layers: 2, heads: 2, width: width, capacity: total + 3))
    store.write(k[0..<7], v[0..<7], layer: 1, at: 0)
    store.write(k[7..<total], v[7..<total], layer: 1, at: 7)
    let copy = try #require(KeyValueStore(type: type, layers: 2, heads: 2, width: width, capacity: total))
    copy.copy(first: total, of: store)
    let wanted = expected(rows(q.all), rows(k.all), rows(v.all), heads: 4, keyHeads: 2) { total - new + $0 + 1 }
    for store in [store, copy] {
      let y = Matrix(rows: new, columns: 4 * width)
      Compute.kernelsOnly().attend(q.all, over: store, layer: 1, from: total - new, into: y.all)
      #expect(greatestDifference(y.all, wanted) < (type == .int8 ? 1e-2 : 1e-3))
    }
  }

  /// LLaMA-7B after 2880 visual and 60 other tokens.
  @Test(arguments: [(KeyValueType.float32, 3_082_813_440), (.float16, 1_541_406_720), (.int8, 794_787_840)])
  func bytesOfALongSequence(type: KeyValueType, bytes: Int) {
    #expect(KeyValueStore.byteCount(type: type, layers: 32, heads: 32, width: 128, positions: 2940) == bytes)
  }

  @Test(arguments: KeyValueType.allCases) func aStoreCopiesTheFirstPositionsOfAnother(type: KeyValueType) throws {
    let (k, v) = (Matrix.random(5, 8, seed: 1), Matrix.random(5, 8, seed: 2))
    let one = try #require(KeyValueStore(type: type, layers: 1, heads: 2, width: 4, capacity: 5))
    let other = try #require(KeyValueStore(type: type, layers: 1, heads: 2, width: 4, capacity: 9))
    one.write(k.all, v.all, layer: 0, at: 0)
    other.copy(first: 5, of: one)
    let q = Matrix.random(1, 8, seed: 3)
    let compute = try Compute()
    let found = [one, other].map { store in
      let y = Matrix(rows: 1, columns: 8)
      compute.attend(q.all, over: store, layer: 0, from: 4, into: y.all)
      return y.all.values
    }
    #expect(found[0] == found[1])
  }

  @Test func aStoreThatNoMachineHoldsIsNil() {
    #expect(KeyValueStore(layers: 1 << 20, heads: 1 << 20, width: 128, capacity: 1 << 20) == nil)
    #expect(KeyValueStore(layers: 1 << 10, heads: 1 << 10, width: 1 << 10, capacity: 1 << 24) == nil)
  }
}

extension Array {
  /// The first three elements.
  fileprivate var unpacked: (Element, Element, Element) { (self[0], self[1], self[2]) }
}
