import M3Core
import M3Model
import M3Tensor

/// Crops to tokens: a linear layer over each patch, a class token before them, a position added to each.
struct PatchEmbedding {
  let patchSide: Int
  let patches: Int
  /// [3, 256]: the normalised value of each byte of each channel.
  private let levels: [Float]
  /// [width, 3 * side * side].
  private let linear: LinearLayer
  /// [1, width].
  private let classToken: Block
  /// [1 + patch, width].
  private let positions: Block

  init(_ layout: inout ParameterLayout, _ configuration: ModelConfiguration) {
    let vision = configuration.shape.vision
    patchSide = vision.patchSide
    patches = vision.patches
    levels = configuration.imageProcessing.levels
    linear = LinearLayer(weight: layout.claim("vision_tower.embeddings.patch_embedding.weight"))
    classToken = layout.claim("vision_tower.embeddings.class_embedding")
    positions = layout.claim("vision_tower.embeddings.position_embedding.weight")
  }

  /// - Parameters:
  ///   - rows: [crop * patch, 3 * side * side], gets the patches.
  ///   - x: [crop * (1 + patch), width].
  func forward(_ crops: ArraySlice<Picture>, rows: MatrixView, into x: MatrixView, _ pass: Pass) {
    for (index, crop) in crops.enumerated() {
      let patchRows = rows[index * patches..<(index + 1) * patches]
      let tokens = x[index * (patches + 1)..<(index + 1) * (patches + 1)]
      pass.compute.patchRows(crop.pixels, levels: levels, patchSide: patchSide, into: patchRows)
      tokens.copy(pass.weights(positions))
      tokens[0..<1].add(pass.weights(classToken))
      linear.forward(patchRows, adding: true, into: tokens.from(1), pass)
    }
  }

  func backward(_ d: MatrixView, rows: MatrixView, _ pass: Pass) {
    for index in 0..<d.rows / (patches + 1) {
      let tokens = d[index * (patches + 1)..<(index + 1) * (patches + 1)]
      pass.gradients(positions)?.add(tokens)
      pass.gradients(classToken)?.add(tokens[0..<1])
      linear.backward(tokens.from(1), input: rows[index * patches..<(index + 1) * patches], into: nil, pass)
    }
  }
}
