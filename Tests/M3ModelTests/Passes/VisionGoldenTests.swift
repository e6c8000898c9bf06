import M3Core
import M3Tensor
import Testing

@testable import M3Model

@Suite struct VisionGoldenTests {
  private static let tolerance = 1e-3

  @Test(arguments: GoldenModel.names) func penultimateHiddenState(name: String) throws {
    let golden = try GoldenModel(name)
    let tower = golden.model.tower
    let frames = try golden.frames()
    tower.forward(frames[...], golden.model.visionSpace, golden.model.compute)
    var found: [Float] = []
    for crop in frames.indices { golden.model.visionSpace.x[tower.patches(of: crop)].append(to: &found) }
    let expected = try golden.floats("vision.penultimate").values
    #expect(relativeDifference(found, expected) < Self.tolerance)
    #expect(greatestDifference(found, expected) < 1e-3)
  }

  /// One crop a pass, and all of them in one.
  @Test(arguments: GoldenModel.names, [1, 2, 4]) func projectedAndPooled(name: String, cropsPerPass: Int) throws {
    let golden = try GoldenModel(name, cropsPerPass: cropsPerPass)
    var done: [Int] = []
    let features = golden.model.encode(try golden.frames()) { done.append($0) }
    #expect(done.last == 3 && done.count == (3 + cropsPerPass - 1) / cropsPerPass)
    let expected = try golden.floats("projected").values
    #expect(relativeDifference(features.values, expected) < Self.tolerance)
    #expect(greatestDifference(features.values, expected) < 1e-3)
    for tokens in GoldenModel.streams {
      let scale = try VisualScale(tokens: tokens)
      let pooled = features.reduced(to: scale, by: .average)
      #expect(pooled.cropCount == 3 && pooled.scale == scale)
      let expected = try golden.floats("pooled.\(tokens)").values
      #expect(relativeDifference(pooled.values, expected) < Self.tolerance, "scale \(tokens)")
      #expect(greatestDifference(pooled.values, expected) < 1e-3, "scale \(tokens)")
    }
  }

  @Test(arguments: ["llavanext", "original"]) func anyresSequences(name: String) throws {
    let golden = try GoldenModel(name)
    let features = golden.model.encode(try golden.anyresCrops())
    let geometry = try golden.anyresGeometry()
    for tokens in GoldenModel.streams {
      let scale = try VisualScale(tokens: tokens)
      let merged = golden.model.merge(features, geometry: geometry, at: scale, by: .average)
      let (expected, shape) = try golden.floats("anyres.visual.\(tokens)")
      #expect(merged.count == shape[0], "scale \(tokens)")
      #expect(merged.count == geometry.tokens(at: scale, merge: .spatialUnpad))
      #expect(relativeDifference(merged.values, expected) < Self.tolerance, "scale \(tokens)")
      #expect(greatestDifference(merged.values, expected) < 1e-3, "scale \(tokens)")
    }
  }

  @Test func progressCanEndTheWork() throws {
    struct Stop: Error {}
    let golden = try GoldenModel("llava15", cropsPerPass: 1)
    let frames = try golden.frames()
    var passes = 0
    #expect(throws: Stop.self) {
      _ = try golden.model.encode(frames) { _ in
        passes += 1
        throw Stop()
      }
    }
    #expect(passes == 1)
  }
}
