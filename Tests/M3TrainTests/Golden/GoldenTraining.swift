import Foundation
import M3Core
import M3Model
import M3TestSupport
import M3Tensor
import M3Text
import Testing

@testable import M3Train

/// The reference's batch of two samples, and what PyTorch computed from it (Tests/Goldens, `make_training_golden.py`).
struct GoldenTraining {
  static let scales: [VisualScale] = [.tokens1, .tokens9, .tokens36, .tokens144, .tokens576]

  private struct Record: Decodable {
    struct Sample: Decodable {
      var frames: [Int]
      var question: String
      var answer: String
    }
    var system: String
    var samples: [Sample]
  }

  let model: TrainableModel
  let expected: SafetensorsFile
  let samples: [TrainingSample]

  init() throws {
    let folder = Goldens.path("llava15")
    let checkpoint = try Checkpoint.open(folder)
    model = try TrainableModel(checkpoint)
    expected = try SafetensorsFile.open("\(folder)/training.safetensors")
    let tokenizer = try Tokenizer(path: "\(folder)/tokenizer.model")
    let record = try JSONDecoder().decode(
      Record.self, from: Data(contentsOf: URL(fileURLWithPath: "\(folder)/training.json")))
    let frames = try Self.frames(checkpoint, SafetensorsFile.open("\(folder)/expected.safetensors"))
    samples = try record.samples.map { sample in
      let question = try tokenizer.encode("\n\(sample.question) ASSISTANT:")
      let answer = try tokenizer.encode(sample.answer) + [try #require(tokenizer.endID)]
      return TrainingSample(
        crops: sample.frames.map { frames[$0] },
        variants: Self.scales.map { scale in
          TrainingSample.Variant(
            name: "\(scale.tokens)", slots: sample.frames.indices.map { TrainingSample.Slot(crop: $0, scale: scale) })
        },
        before: [try #require(tokenizer.beginID)] + (try tokenizer.encode(record.system + "USER: ")),
        segments: [
          TrainingSample.Segment(
            tokens: question + answer,
            weights: question.map { _ in 0 } + answer.map { _ in 1 }, kind: "open")
        ])
    }
  }

  /// The three frames, from their normalised values: whole bytes again, exactly.
  private static func frames(_ checkpoint: Checkpoint, _ expected: SafetensorsFile) throws -> [Picture] {
    let processing = checkpoint.configuration.imageProcessing
    let side = processing.cropSide
    let values = try Self.values(expected, "pixels")
    return (0..<values.count / (3 * side * side)).map { frame in
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

  static func values(_ file: SafetensorsFile, _ key: String) throws -> [Float] {
    let tensor = try #require(file[key], "no \(key)")
    return try #require(Weight(tensor, rows: 1, columns: tensor.elementCount)).values
  }

  func values(_ key: String) throws -> [Float] { try Self.values(expected, key) }
}

/// The norm of the difference over the norm of what is expected; the norm itself where nothing is expected.
func relativeDifference(_ found: [Float], _ expected: [Float]) -> Double {
  guard found.count == expected.count else { return .infinity }
  var difference = 0.0
  var size = 0.0
  for i in found.indices {
    difference += (Double(found[i]) - Double(expected[i])) * (Double(found[i]) - Double(expected[i]))
    size += Double(expected[i]) * Double(expected[i])
  }
  return size > 0 ? (difference / size).squareRoot() : difference.squareRoot()
}
