public import M3Core
import M3Tensor

extension MatryoshkaModel {
  /// Sees crops: vision tower, then projector, at the finest scale.
  ///
  /// - Parameter crops: squares of `imageProcessing.cropSide` pixels.
  /// - Returns: [crop, 576, width].
  public func encode(_ crops: [Picture]) -> CropFeatures { encode(crops) { _ in } }

  /// Sees crops, and tells how far it is.
  ///
  /// - Parameters:
  ///   - crops: squares of `imageProcessing.cropSide` pixels.
  ///   - progress: called after every pass with the crops done; what it throws ends the work.
  /// - Returns: [crop, 576, width].
  public func encode(_ crops: [Picture], progress: (_ done: Int) throws -> Void) rethrows -> CropFeatures {
    let side = configuration.imageProcessing.cropSide
    precondition(crops.allSatisfy { $0.width == side && $0.height == side }, "crops of \(side) x \(side) expected")
    var values: [Float] = []
    values.reserveCapacity(crops.count * tower.shape.patches * width)
    for start in stride(from: 0, to: crops.count, by: visionSpace.crops) {
      let pass = crops[start..<min(crops.count, start + visionSpace.crops)]
      tower.forward(pass, visionSpace, compute)
      for crop in 0..<pass.count {
        projector.forward(visionSpace.x[tower.patches(of: crop)], visionSpace, compute).append(to: &values)
      }
      try progress(pass.endIndex)
    }
    return CropFeatures(scale: .tokens576, width: width, values: values)
  }

  /// The tokens of a picture's crops as one sequence, by the model's own way to merge: the base crop, then its tiles.
  ///
  /// - Parameters:
  ///   - first: index of the base crop among the features; the tiles follow, row by row.
  ///   - geometry: where the picture lies on its canvas.
  /// - Precondition: the model merges crops (`imageProcessing.anyres`).
  public func merge(
    _ features: CropFeatures, first: Int = 0, geometry: AnyresGeometry, at scale: VisualScale, by reduction: Reduction
  ) -> VisualTokens {
    guard let anyres = configuration.imageProcessing.anyres else {
      preconditionFailure("the model sees one crop a picture")
    }
    return features.merged(
      first: first, geometry: geometry, by: anyres.merge, at: scale, reduction: reduction, newline: newline)
  }
}
