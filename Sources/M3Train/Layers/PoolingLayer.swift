import CM3Kernels
import M3Core
import M3Tensor

/// The projected tokens of a crop at a coarser scale, and the way back of their gradients.
enum PoolingLayer {
  /// - Parameters:
  ///   - x: [576, width], contiguous, a square grid row by row.
  ///   - y: [scale.tokens, width], contiguous.
  static func forward(_ x: MatrixView, to scale: VisualScale, by reduction: Reduction, into y: MatrixView) {
    precondition(x.stride == x.columns && y.stride == y.columns && y.rows == scale.tokens, "whole crops expected")
    if reduction == .average {
      unsafe m3_mean_windows(y.base, x.base, VisualScale.gridSide, scale.window, x.columns)
      return
    }
    for token in 0..<scale.tokens {
      let source = source(of: token, scale, reduction)
      y[token..<token + 1].copy(x[source..<source + 1])
    }
  }

  /// Adds the gradient of x to dx; d is that of y.
  static func backward(_ d: MatrixView, of scale: VisualScale, by reduction: Reduction, addingTo dx: MatrixView) {
    guard reduction == .average else {
      for token in 0..<scale.tokens {
        let source = source(of: token, scale, reduction)
        dx[source..<source + 1].add(d[token..<token + 1])
      }
      return
    }
    let window = scale.window
    let share = 1 / Float(window * window)
    for patch in 0..<dx.rows {
      let (row, column) = (patch / VisualScale.gridSide, patch % VisualScale.gridSide)
      let token = row / window * scale.side + column / window
      unsafe m3_add_scaled(dx.base + patch * dx.stride, d.base + token * d.stride, share, d.columns)
    }
  }

  /// The patch that a token is taken from.
  private static func source(of token: Int, _ scale: VisualScale, _ reduction: Reduction) -> Int {
    guard reduction == .spatial else { return token }
    return (token / scale.side * VisualScale.gridSide + token % scale.side) * scale.window
  }
}
