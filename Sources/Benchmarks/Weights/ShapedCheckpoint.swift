import Foundation
import M3Core
import M3Model
import M3Tensor

/// A checkpoint of LLaMA-7B's shape with random weights and few layers.
///
/// It has so many rows of the vocabulary that the output layer has the share that it has in the whole model. Its vision
/// tower is small: only the language model is measured.
struct ShapedCheckpoint {
  /// Of the whole model.
  static let layers = 32
  static let vocabulary = 32000

  let configuration: ModelConfiguration

  init(layers: Int) {
    let shape = ModelShape(
      vision: ModelShape.Vision(hidden: 64, layers: 1, heads: 4, mlp: 160, patchSide: 4, patches: 576),
      projector: [64, 4096, 4096],
      language: ModelShape.Language(
        hidden: 4096, layers: layers, heads: 32, keyValueHeads: 32, headWidth: 128, mlp: 11008,
        vocabulary: Self.vocabulary * layers / Self.layers, context: 4096))
    configuration = ModelConfiguration(new: shape, textVocabulary: shape.language.vocabulary - 1, scales: [.tokens576])
  }

  /// Writes it as Float32, tensor by tensor.
  func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let shape = configuration.shape
    let config: [String: Any] = [
      "model_type": "llava", "image_token_index": configuration.textVocabulary, "projector_hidden_act": "gelu",
      "vision_feature_layer": -2, "vision_feature_select_strategy": "default",
      "text_config": [
        "model_type": "llama", "hidden_size": 4096, "intermediate_size": 11008, "num_attention_heads": 32,
        "num_hidden_layers": shape.language.layers, "vocab_size": shape.language.vocabulary,
        "max_position_embeddings": 4096, "rms_norm_eps": 1e-5, "bos_token_id": 1, "eos_token_id": 2,
        "hidden_act": "silu", "tie_word_embeddings": false,
      ] as [String: Any],
      "vision_config": [
        "model_type": "clip_vision_model", "hidden_size": 64, "image_size": 96, "patch_size": 4,
        "intermediate_size": 160, "num_attention_heads": 4, "num_hidden_layers": 2, "hidden_act": "quick_gelu",
        "layer_norm_eps": 1e-5, "num_channels": 3,
      ] as [String: Any],
    ]
    try JSONSerialization.data(withJSONObject: config).write(to: URL(filePath: "\(folder)/config.json"))
    let tensors = ExpectedTensors(configuration).tensors
    var writer = try SafetensorsWriter(
      "\(folder)/model.safetensors",
      tensors: tensors.map { .init(name: Checkpoint.diskName(of: $0.key), type: .float32, shape: $0.shape) },
      metadata: ["format": "pt"])
    var generator = SeededGenerator(seed: 7)
    for tensor in tensors {
      let count = tensor.shape.reduce(1, *)
      let values: [Float] =
        if tensor.shape.count == 1 {
          [Float](repeating: tensor.key.hasSuffix("bias") ? 0 : 1, count: count)
        } else {
          Self.random(count, &generator)
        }
      try unsafe writer.append(values.span.bytes)
    }
    try writer.finish()
  }

  /// Evenly spread, with a deviation of about 0.02 as trained weights have.
  private static func random(_ count: Int, _ generator: inout SeededGenerator) -> [Float] {
    unsafe Array(unsafeUninitializedCapacity: count) { buffer, written in
      for index in 0..<count {
        unsafe buffer[index] = Float(Int32(truncatingIfNeeded: generator.next() >> 32)) * (0.035 / Float(1 << 31))
      }
      written = count
    }
  }
}
