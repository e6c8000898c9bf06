import M3Tensor

/// y = x W^T + b, one or several of the checkpoint's linear layers side by side in one product.
///
/// With d the gradient of y: that of x is d W, of W d^T x, of b the sum of d's rows.
struct LinearLayer {
  /// [out, in].
  let weight: Block
  /// [1, out].
  let bias: Block?

  /// Claims `name.weight` and `name.bias` of each name; their outputs lie side by side in order.
  init(_ layout: inout ParameterLayout, _ names: [String], bias: Bool) {
    weight = layout.claim(names.map { "\($0).weight" })
    self.bias = bias ? layout.claim(names.map { "\($0).bias" }) : nil
  }

  init(weight: Block, bias: Block? = nil) {
    self.weight = weight
    self.bias = bias
  }

  var outputs: Int { weight.rows }
  var inputs: Int { weight.columns }

  /// - Parameters:
  ///   - x: [row, in].
  ///   - outputs: which of the outputs are wanted; all if nil.
  ///   - adding: y = y + x W^T + b, the residual connection.
  ///   - y: [row, wanted out].
  func forward(
    _ x: MatrixView, outputs: Range<Int>? = nil, adding: Bool = false, into y: MatrixView, _ pass: Pass
  ) {
    let outputs = outputs ?? 0..<self.outputs
    if let bias {
      let values = pass.weights(bias).columns(outputs)
      pass.compute.forEachRange(of: y.rows, work: y.columns) { rows in
        if adding { y[rows].add(values) } else { for row in rows { y[row..<row + 1].copy(values) } }
      }
    }
    pass.compute.multiply(
      x, pass.weights(weight)[outputs], .secondTransposed, adding: adding || bias != nil, into: y)
  }

  /// - Parameters:
  ///   - d: [row, wanted out], the gradient of y.
  ///   - x: what `forward` read.
  ///   - dx: [row, in], becomes the gradient of x, or has it added; nil when nothing below is trained.
  func backward(
    _ d: MatrixView, input x: MatrixView, outputs: Range<Int>? = nil, adding: Bool = false, into dx: MatrixView?,
    _ pass: Pass
  ) {
    let outputs = outputs ?? 0..<self.outputs
    if let gradient = pass.gradients(weight) {
      pass.compute.multiply(d, x, .firstTransposed, adding: true, into: gradient[outputs])
    }
    if let bias, let gradient = pass.gradients(bias) {
      d.addRows(to: gradient.columns(outputs), pass.compute)
    }
    if let dx { pass.compute.multiply(d, pass.weights(weight)[outputs], adding: adding, into: dx) }
  }
}
