import Foundation
import M3Core
import M3TestSupport
import M3Tensor
import Testing

@Suite struct ProductTests {
  /// y = x W^T + b by the definition.
  private func expected(_ x: MatrixView, _ linear: Linear) -> [[Double]] {
    let weights = (0..<linear.outputs).map { linear.weight.row($0) }
    return rows(x).map { row in
      weights.indices.map { output in
        row.indices.reduce(Double(linear.bias?[output] ?? 0)) { $0 + row[$1] * Double(weights[output][$1]) }
      }
    }
  }

  private func linear(
    _ type: PackedType, _ outputs: Int, _ inputs: Int, bias: Bool = false, seed: UInt64 = 9
  ) throws -> Linear {
    let shape = try #require(PackedShape(outputs: outputs, inputs: inputs))
    let values = Matrix.random(outputs, inputs, seed: seed).all.values
    return Linear(
      try PackedWeight(packing: values, shape: shape, as: type, name: "w"),
      bias: bias ? Matrix.random(1, outputs, seed: seed + 1).all.values : nil)
  }

  /// What the rounding of x may change: to 8 bits for few rows of integers and for int4, to 16 for more rows, but
  /// to a bfloat16, as the weights are, for tiles.
  private func tolerance(_ type: PackedType, rows: Int, inputs: Int) -> Double {
    guard type.isInteger else { return 3e-5 }
    let step = rows <= 8 || type == .int4 || Processor.level == .amx ? 0.02 : 0.02 * 127 / 32767
    return step * Double(inputs).squareRoot() / 4 + 3e-5
  }

  @Test(arguments: PackedType.allCases, [1, 3, 8, 9, 40])
  func everyTypeAndCount(type: PackedType, count: Int) throws {
    let (outputs, inputs) = (77, 53)
    let linear = try linear(type, outputs, inputs, bias: true)
    let x = Matrix.random(count, inputs + 5, seed: UInt64(count)).all.columns(2..<inputs + 2)
    let y = Matrix(rows: count, columns: outputs + 3)
    Compute.kernelsOnly().product(x, linear, into: y.all.columns(1..<outputs + 1))
    let found = y.all.columns(1..<outputs + 1)
    #expect(greatestDifference(found, expected(x, linear)) < tolerance(type, rows: count, inputs: inputs))
    #expect((0..<count).allSatisfy { y.all[$0, 0] == 0 && y.all[$0, outputs + 1] == 0 }, "nothing beside y is written")
  }

  @Test(arguments: [1, 20], [true, false]) func epilogues(count: Int, hasBias: Bool) throws {
    let (outputs, inputs) = (600, 31)
    let compute = Compute.kernelsOnly()
    let linear = try linear(.float32, outputs, inputs, bias: hasBias)
    let x = Matrix.random(count, inputs, seed: 3).all
    let plain = expected(x, linear)
    let before = Matrix.random(count, outputs, seed: 4)
    func found(_ epilogue: Epilogue) -> MatrixView {
      let y = Matrix(rows: count, columns: outputs, values: before.all.values)
      compute.product(x, linear, epilogue, into: y.all)
      return y.all
    }
    let old = rows(before.all)
    func each(_ body: (_ value: Double, _ old: Double) -> Double) -> [[Double]] {
      zip(plain, old).map { zip($0, $1).map { body($0, $1) } }
    }
    #expect(greatestDifference(found(.store), each { value, _ in value }) < 1e-5)
    #expect(greatestDifference(found(.add), each { $0 + $1 }) < 1e-5)
    #expect(greatestDifference(found(.activate(.quickGELU)), each { x, _ in x / (1 + exp(-1.702 * x)) }) < 1e-5)
    #expect(
      greatestDifference(found(.activate(.gelu)), each { x, _ in x * (1 + erf(x / 2.0.squareRoot())) / 2 }) < 1e-5)
    #expect(greatestDifference(found(.siluTimes(before.all)), each { $0 / (1 + exp(-$0)) * $1 }) < 1e-5)
  }

  /// Products of one x as one piece of work give to the last bit what each alone gives, whatever the weights are.
  @Test(
    arguments: [1, 2, 8, 9, 30],
    [[PackedType.int4, .int4, .int4], [.int8, .float32, .int4], [.bfloat16, .float16, .float32]])
  func productsOfOneX(count: Int, types: [PackedType]) throws {
    let compute = Compute.kernelsOnly()
    let x = Matrix.random(count, 70, seed: 5).all
    let linears = try types.enumerated().map { try linear($1, [48, 16, 33][$0], 70, bias: $0 == 1, seed: UInt64($0)) }
    let alone = linears.map { linear in
      let y = Matrix(rows: count, columns: linear.outputs)
      compute.product(x, linear, into: y.all)
      return y.all.values
    }
    let together = linears.map { Matrix(rows: count, columns: $0.outputs) }
    compute.products(
      x, linears[0], into: together[0].all, linears[1], into: together[1].all, linears[2], into: together[2].all)
    #expect(together.map(\.all.values) == alone)
  }

  @Test(arguments: [1, 8, 9], PackedType.allCases) func swiGLU(count: Int, type: PackedType) throws {
    let compute = Compute.kernelsOnly()
    let x = Matrix.random(count, 40, seed: 6).all
    let (gate, up) = (try linear(type, 70, 40, seed: 1), try linear(type, 70, 40, seed: 2))
    let factors = Matrix(rows: count, columns: 70)
    let expected = Matrix(rows: count, columns: 70)
    compute.product(x, up, into: factors.all)
    compute.product(x, gate, .siluTimes(factors.all), into: expected.all)
    let found = Matrix(rows: count, columns: 70)
    compute.gatedProduct(x, gate: gate, up: up, into: found.all)
    #expect(found.all.values == expected.all.values)
  }

  @Test func noRowsAreNoWork() throws {
    let x = Matrix(rows: 0, columns: 4)
    let y = Matrix(rows: 0, columns: 3)
    let linear = try linear(.int8, 3, 4)
    Compute.kernelsOnly().product(x.all, linear, into: y.all)
    Compute.kernelsOnly().products(x.all, linear, into: y.all, linear, into: y.all, linear, into: y.all)
  }

  @Test func aTensorOfAnotherSizeOrTypeIsNoWeight() throws {
    let expected = try SafetensorsFile.open(Goldens.path("llavanext/expected.safetensors"))
    let bytes = try #require(expected["anyres.tiles.u8"])
    #expect(Weight(bytes, rows: 1, columns: bytes.elementCount) == nil)
    let floats = try #require(expected["pooled.1"])
    #expect(Weight(floats, rows: 2, columns: 96) == nil)
    #expect(Weight(floats, rows: Int.max, columns: 96) == nil)
    let weight = try #require(Weight(floats, rows: 3, columns: 96))
    #expect(weight.values.count == 288)
    let row = Matrix(rows: 1, columns: 96)
    weight.copyRow(2, to: row.all)
    #expect(row.all.values == Array(weight.values[192..<288]))
    floats.release()
    #expect(weight.values.suffix(96) == row.all.values[...], "released pages are read again")
  }
}
