import Foundation
import M3Core
import M3TestSupport
import M3Tensor
import Testing

@Suite struct ProductTests {
  /// How a weight is stored.
  enum Stored: CaseIterable {
    case matrix, float32, float16, bfloat16, unalignedFloat32
  }

  /// y = x W^T + b by the definition.
  private func expected(_ x: MatrixView, _ weight: [Float], _ bias: [Float]?, outputs: Int) -> [[Double]] {
    rows(x).map { row in
      (0..<outputs).map { output in
        row.indices.reduce(Double(bias?[output] ?? 0)) { $0 + row[$1] * Double(weight[output * row.count + $1]) }
      }
    }
  }

  /// A weight of given values, stored in a file of its own; and the values that the type holds.
  private func weight(
    _ stored: Stored, outputs: Int, inputs: Int, in folder: TemporaryFolder
  ) throws -> (Weight, [Float]) {
    let matrix = Matrix.random(outputs, inputs, seed: 9)
    let values = matrix.all.values
    let type: ElementType
    var bytes = Data()
    switch stored {
    case .matrix: return (Weight(matrix), values)
    case .float32, .unalignedFloat32:
      type = .float32
      for value in values { unsafe withUnsafeBytes(of: value) { unsafe bytes.append(contentsOf: $0) } }
    case .float16:
      type = .float16
      for value in values { unsafe withUnsafeBytes(of: Float16(value)) { unsafe bytes.append(contentsOf: $0) } }
    case .bfloat16:
      type = .bfloat16
      for value in values {
        unsafe withUnsafeBytes(of: UInt16(value.bitPattern >> 16)) { unsafe bytes.append(contentsOf: $0) }
      }
    }
    // A tensor of one byte before it puts the weight at an odd address.
    let odd = stored == .unalignedFloat32 ? 1 : 0
    let before = odd == 1 ? #""a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"# : ""
    let entry =
      #""w":{"dtype":"\#(type.rawValue)","shape":[\#(outputs),\#(inputs)],"data_offsets":[\#(odd),\#(odd + bytes.count)]}"#
    var header = Data("{\(before)\(entry)}".utf8)
    while header.count % 8 != 0 { header.append(0x20) }
    var file = unsafe withUnsafeBytes(of: UInt64(header.count).littleEndian) { unsafe Data($0) }
    file += header + Data(repeating: 0, count: odd) + bytes
    let path = folder.path("w.safetensors")
    try file.write(to: URL(fileURLWithPath: path))
    let tensor = try #require(try SafetensorsFile.open(path)["w"])
    let weight = try #require(Weight(tensor, rows: outputs, columns: inputs))
    return (weight, weight.values)
  }

  @Test(arguments: Stored.allCases, [1, 3, 8, 9, 40])
  func everyTypeAndCount(stored: Stored, count: Int) throws {
    let (outputs, inputs) = (77, 53)
    let folder = try TemporaryFolder()
    let (weight, values) = try weight(stored, outputs: outputs, inputs: inputs, in: folder)
    let bias = Matrix.random(1, outputs, seed: 3).all.values
    let x = Matrix.random(count, inputs + 5, seed: UInt64(count)).all.columns(2..<inputs + 2)
    let y = Matrix(rows: count, columns: outputs + 3)
    try Compute().product(x, Linear(weight, bias: bias), into: y.all.columns(1..<outputs + 1))
    let found = y.all.columns(1..<outputs + 1)
    #expect(greatestDifference(found, expected(x, values, bias, outputs: outputs)) < 2e-5)
    #expect((0..<count).allSatisfy { y.all[$0, 0] == 0 && y.all[$0, outputs + 1] == 0 }, "nothing beside y is written")
  }

  @Test(arguments: [1, 20], [true, false]) func epilogues(count: Int, hasBias: Bool) throws {
    let (outputs, inputs) = (600, 31)
    let compute = try Compute()
    let matrix = Matrix.random(outputs, inputs, seed: 1)
    let bias = hasBias ? Matrix.random(1, outputs, seed: 2).all.values : nil
    let linear = Linear(Weight(matrix), bias: bias)
    let x = Matrix.random(count, inputs, seed: 3).all
    let plain = expected(x, matrix.all.values, bias, outputs: outputs)
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

  @Test func noRowsAreNoWork() throws {
    let x = Matrix(rows: 0, columns: 4)
    let y = Matrix(rows: 0, columns: 3)
    try Compute().product(x.all, Linear(Weight(Matrix.random(3, 4, seed: 1))), into: y.all)
  }

  @Test func aTensorOfAnotherSizeOrTypeIsNoWeight() throws {
    let expected = try SafetensorsFile.open(Goldens.path("llavanext/expected.safetensors"))
    let bytes = try #require(expected["anyres.tiles.u8"])
    #expect(Weight(bytes, rows: 1, columns: bytes.elementCount) == nil)
    let floats = try #require(expected["pooled.1"])
    #expect(Weight(floats, rows: 2, columns: 96) == nil)
    #expect(Weight(floats, rows: Int.max, columns: 96) == nil)
    #expect(Weight(floats, rows: 3, columns: 96)?.values.count == 288)
  }
}
