import Foundation
package import M3Core
import M3Model
import M3Tensor

/// Checkpoints of any shape with random weights, in Hugging Face's layout.
package enum RandomCheckpoint {
  /// Writes one to a folder that is there; all vision layers are run.
  ///
  /// - Parameter isFloat32: the type of the weights; bfloat16 if false.
  package static func write(_ shape: ModelShape, isFloat32: Bool = false, to folder: String) throws {
    try Data(config(shape).utf8).write(to: URL(fileURLWithPath: "\(folder)/config.json"))
    var configuration = ModelConfiguration(shape)
    configuration.storedVisionLayers = shape.vision.layers
    let expected = ExpectedTensors(configuration).tensors
    let longest = expected.map { $0.shape.reduce(1, *) }.max() ?? 1
    let random = values(longest)
    let ones = [UInt16](
      repeating: 0x3F80, count: expected.filter { $0.shape.count == 1 }.map { $0.shape[0] }.max() ?? 1)
    // The upper half of a Float32 is a bfloat16.
    let (wideRandom, wideOnes) = isFloat32 ? (random.map { UInt32($0) << 16 }, ones.map { UInt32($0) << 16 }) : ([], [])
    var writer = try SafetensorsWriter(
      "\(folder)/model.safetensors",
      tensors: expected.map {
        SafetensorsWriter.Tensor(name: $0.key, type: isFloat32 ? .float32 : .bfloat16, shape: $0.shape)
      },
      metadata: ["format": "pt"])
    for tensor in expected {
      try Task.checkCancellation()
      // The weights of norms; without them near one, layers would be of nothing.
      let isNorm = tensor.shape.count == 1 && tensor.key.hasSuffix(".weight")
      let count = tensor.shape.reduce(1, *)
      if isFloat32 {
        try unsafe writer.append((isNorm ? wideOnes : wideRandom).span.bytes.extracting(first: 4 * count))
      } else {
        try unsafe writer.append((isNorm ? ones : random).span.bytes.extracting(first: 2 * count))
      }
    }
    try writer.finish()
  }

  /// Bits of numbers of either sign between 1/32 and 1/16.
  private static func values(_ count: Int) -> [UInt16] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    return unsafe [UInt16](unsafeUninitializedCapacity: count) { buffer, initialized in
      for i in 0..<count {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        unsafe buffer[i] = UInt16(truncatingIfNeeded: state >> 32) & 0x807F | 0x3D00
      }
      initialized = count
    }
  }

  private static func config(_ shape: ModelShape) -> String {
    let (vision, language) = (shape.vision, shape.language)
    return """
      {"model_type": "llava", "image_token_index": \(language.vocabulary - 1), "vision_feature_layer": -1,
       "text_config": {"model_type": "llama", "hidden_size": \(language.hidden), "num_hidden_layers": \(language.layers),
         "num_attention_heads": \(language.heads), "num_key_value_heads": \(language.keyValueHeads),
         "head_dim": \(language.headWidth), "intermediate_size": \(language.mlp), "vocab_size": \(language.vocabulary),
         "max_position_embeddings": \(language.context)},
       "vision_config": {"model_type": "clip_vision_model", "hidden_size": \(vision.hidden),
         "num_hidden_layers": \(vision.layers), "num_attention_heads": \(vision.heads),
         "intermediate_size": \(vision.mlp), "patch_size": \(vision.patchSide),
         "image_size": \(VisualScale.gridSide * vision.patchSide)}}
      """
  }
}
