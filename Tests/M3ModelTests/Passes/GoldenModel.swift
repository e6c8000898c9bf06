import M3Core
import M3TestSupport
import M3Tensor
import Testing

@testable import M3Model

/// One of the reference checkpoints, opened, with what Hugging Face transformers computed from it (Tests/Goldens).
struct GoldenModel {
  static let names = ["llava15", "llavanext", "original"]
  static let streams = [1, 9, 36, 144, 576]

  let name: String
  let model: MatryoshkaModel
  let expected: SafetensorsFile

  init(
    _ name: String, _ precision: Precision = .float32, keyValues: KeyValueType? = nil, folder: String? = nil,
    chunk: Int = 512, cropsPerPass: Int = 4
  ) throws {
    self.name = name
    let checkpoint = try Checkpoint.open(folder ?? Goldens.path(name))
    model = try MatryoshkaModel(
      checkpoint, ModelPrecision(checkpoint, precision, keyValues: keyValues), chunk: chunk, cropsPerPass: cropsPerPass)
    expected = try SafetensorsFile.open(Goldens.path("\(name)/expected.safetensors"))
  }

  /// A tensor of floats, row by row, and its shape.
  func floats(_ key: String) throws -> (values: [Float], shape: [Int]) {
    let tensor = try #require(expected[key], "\(name) has no \(key)")
    let rows = tensor.shape.dropLast().reduce(1, *)
    let weight = try #require(Weight(tensor, rows: rows, columns: tensor.elementCount / rows))
    return (weight.values, tensor.shape)
  }

  /// A tensor of bytes.
  func bytes(_ key: String) throws -> [UInt8] {
    let tensor = try #require(expected[key])
    return unsafe tensor.withBytes { unsafe Array($0) }
  }

  /// A tensor of token ids.
  func ids(_ key: String) throws -> [Int32] {
    let tensor = try #require(expected[key])
    return unsafe tensor.withBytes { bytes in
      (0..<tensor.elementCount).map { unsafe Int32(bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self)) }
    }
  }

  /// The three frames, from their normalised values: whole bytes again, exactly.
  func frames() throws -> [Picture] {
    let (values, shape) = try floats("pixels")
    let side = shape[2]
    let processing = model.configuration.imageProcessing
    return (0..<shape[0]).map { frame in
      var pixels = [UInt8](repeating: 0, count: side * side * 3)
      for channel in 0..<3 {
        for i in 0..<side * side {
          let value = values[(frame * 3 + channel) * side * side + i]
          let byte = (value * processing.standardDeviation[channel] + processing.mean[channel]) * 255
          pixels[i * 3 + channel] = UInt8(byte.rounded())
        }
      }
      return Picture(width: side, height: side, pixels: pixels)
    }
  }

  /// The base crop and the tiles of the wide picture.
  func anyresCrops() throws -> [Picture] {
    let bytes = try bytes("anyres.tiles.u8")
    let side = model.configuration.imageProcessing.cropSide
    let size = side * side * 3
    return (0..<bytes.count / size).map {
      Picture(width: side, height: side, pixels: Array(bytes[$0 * size..<($0 + 1) * size]))
    }
  }

  /// Where the wide picture lies on its canvas.
  func anyresGeometry() throws -> AnyresGeometry {
    let anyres = try #require(model.configuration.imageProcessing.anyres)
    return AnyresGeometry(
      image: PixelSize(width: 320, height: 180), pinpoints: anyres.pinpoints,
      cropSide: model.configuration.imageProcessing.cropSide)
  }

  /// The reference's prompt around visual tokens.
  func prompt(_ visual: [VisualTokens]) throws -> [PromptSegment] {
    [.tokens(try ids("prompt.before"))] + visual.map { .visual($0) } + [.tokens(try ids("prompt.after"))]
  }

  /// The frames at the scales of a plan, in order.
  func stream(_ scales: [VisualScale]) throws -> [VisualTokens] {
    let features = model.encode(try frames())
    return scales.enumerated().map { features.tokens(of: $0, at: $1, by: .average) }
  }

  /// The scores after the reference's prompt, with a cache that has room for an answer.
  func prefill(_ visual: [VisualTokens]) throws -> (Logits, KeyValueCache) {
    let segments = try prompt(visual)
    let cache = try model.makeCache(capacity: segments.reduce(16) { $0 + $1.count })
    return (try model.prefill(segments, into: cache), cache)
  }
}

/// The norm of the difference over the norm of what is expected.
func relativeDifference(_ found: [Float], _ expected: [Float]) -> Double {
  guard found.count == expected.count else { return .infinity }
  var difference = 0.0
  var size = 0.0
  for i in found.indices {
    difference += (Double(found[i]) - Double(expected[i])) * (Double(found[i]) - Double(expected[i]))
    size += Double(expected[i]) * Double(expected[i])
  }
  return (difference / max(size, 1e-30)).squareRoot()
}

/// The greatest difference over the greatest magnitude of what is expected.
func greatestDifference(_ found: [Float], _ expected: [Float]) -> Float {
  guard found.count == expected.count else { return .infinity }
  let size = expected.reduce(0) { max($0, $1.magnitude) }
  return zip(found, expected).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } / max(size, 1e-30)
}
