import M3TestSupport
import Testing

@testable import M3Tensor

/// A small valid file, damaged bit by bit: an error or a consistent file, never a crash.
@Suite("Damaged safetensors files")
struct SafetensorsFuzzTests {
  private static let tensors: [SafetensorsWriter.Tensor] = [
    .init(name: "a", type: .float32, shape: [2, 3]), .init(name: "b\"", type: .uint8, shape: [4]),
    .init(name: "c", type: .bfloat16, shape: []),
  ]
  /// Length and header.
  private static let header = SafetensorsWriter.header(tensors, ["format": "pt"])
  private static let dataByteCount = tensors.reduce(0) { $0 + $1.byteCount }

  @Test("every bit of the header turned, and every byte replaced by a mark of JSON")
  func everyBit() throws {
    let json = Array(Self.header.dropFirst(8))
    var (tried, accepted, consistent) = (0, 0, 0)
    for index in json.indices {
      for byte in (0..<8).map({ json[index] ^ 1 << $0 }) + Array(#"{}[]",:\9-"#.utf8) where byte != json[index] {
        var damaged = json
        damaged[index] = byte
        tried += 1
        guard let header = try? SafetensorsHeader(damaged, dataByteCount: Self.dataByteCount, path: "x") else {
          continue
        }
        accepted += 1
        consistent += header.entries.reduce(0) { $0 + $1.end - $1.begin } == Self.dataByteCount ? 1 : 0
      }
    }
    // Other names, other white space, other types of the same size: harmless changes exist, and are few.
    #expect(accepted > 0 && accepted < tried / 4)
    #expect(consistent == accepted)
  }

  @Test("the header cut at every place")
  func everyCut() throws {
    let json = Array(Self.header.dropFirst(8))
    let end = try #require(json.lastIndex(of: UInt8(ascii: "}")))
    for count in 0...end {
      #expect(throws: TensorError.self) {
        try SafetensorsHeader(Array(json.prefix(count)), dataByteCount: Self.dataByteCount, path: "x")
      }
    }
  }

  @Test("the file cut at many places, and every bit of its length turned")
  func files() throws {
    let folder = try TemporaryFolder()
    let whole = Self.header + [UInt8](repeating: 1, count: Self.dataByteCount)
    for count in Array(0..<20) + Array(stride(from: 20, to: whole.count, by: 7)) {
      let path = try folder.write("x", whole.prefix(count))
      #expect(throws: TensorError.self) { try SafetensorsFile.open(path) }
    }
    for bit in 0..<64 {
      var damaged = whole
      damaged[bit / 8] ^= 1 << (bit % 8)
      let path = try folder.write("x", damaged)
      #expect(throws: TensorError.self) { try SafetensorsFile.open(path) }
    }
  }

  /// A start, then one piece again and again.
  struct LongHeader: CustomTestStringConvertible {
    var start: String
    var piece: String
    var count: Int
    var testDescription: String { "\(start), then \(count) times \(piece)" }
  }

  @Test(
    "a long hostile header ends soon",
    arguments: [
      LongHeader(start: "", piece: "[", count: 4_000_000),
      LongHeader(start: "", piece: " ", count: 4_000_000),
      LongHeader(start: "{\"a\":{\"x\":", piece: "[", count: 4_000_000),
      LongHeader(start: "{\"", piece: "a", count: 4_000_000),
      LongHeader(start: "{\"a\":{\"shape\":[", piece: "0,", count: 2_000_000),
      LongHeader(start: "{\"__metadata__\":{", piece: "\"a\":\"\",", count: 1_000_000),
      LongHeader(start: "{\"a\":{\"dtype\":\"", piece: "\\u0041", count: 1_000_000),
    ])
  func longHeaders(header: LongHeader) {
    let json = Array((header.start + String(repeating: header.piece, count: header.count)).utf8)
    let time = ContinuousClock().measure {
      #expect(throws: TensorError.self) { try SafetensorsHeader(json, dataByteCount: 0, path: "x") }
    }
    #expect(time < .seconds(2))
  }
}
