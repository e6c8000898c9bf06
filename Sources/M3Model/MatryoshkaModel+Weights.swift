import M3Tensor

extension MatryoshkaModel {
  /// Bytes of all products' weights in memory, mapped ones included.
  public var weightBytes: Int {
    let vision = tower.layers.flatMap { [$0.query, $0.key, $0.value, $0.out, $0.fc1, $0.fc2] }
    let linears = [tower.patchEmbedding] + vision + projector.layers
    return linears.reduce(decoderWeightBytes) { $0 + $1.weight.byteCount }
  }

  /// Bytes of the weights that a decode step reads: the decoder layers' and the output layer's.
  public var decoderWeightBytes: Int {
    let linears = language.layers.flatMap { [$0.query, $0.key, $0.value, $0.out, $0.gate, $0.up, $0.down] }
    return linears.reduce(language.output.weight.byteCount) { $0 + $1.weight.byteCount }
  }
}
