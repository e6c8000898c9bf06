import CM3Kernels
import COpenBLAS

/// Which factor of a product is taken with rows and columns exchanged.
public enum ProductForm: Sendable {
  /// c = a b: a is [m, k], b is [k, n].
  case plain
  /// c = a b^T: a is [m, k], b is [n, k]; the values of a linear layer.
  case secondTransposed
  /// c = a^T b: a is [k, m], b is [k, n]; the gradient of its weight.
  case firstTransposed
}

extension Compute {
  /// c = a b, or c = c + a b, of Float32 matrices in memory: the one place where training multiplies.
  ///
  /// The work is split over the threads by rows or columns of c, the same way for the same number of threads, so results
  /// are the same to the last bit.
  ///
  /// - Parameter c: [m, n], no part of it in a or b.
  public func multiply(
    _ a: MatrixView, _ b: MatrixView, _ form: ProductForm = .plain, adding: Bool = false, into c: MatrixView
  ) {
    precondition(hasOpenBLAS, "made for kernels only")
    let inner = form == .firstTransposed ? a.rows : a.columns
    let (m, n) = (form == .firstTransposed ? a.columns : a.rows, form == .secondTransposed ? b.rows : b.columns)
    precondition(c.rows == m && c.columns == n, "\(m) x \(n) expected, found \(c.rows) x \(c.columns)")
    precondition((form == .secondTransposed ? b.columns : b.rows) == inner, "inner sides differ")
    guard m > 0, n > 0, inner > 0 else {
      if !adding { for row in 0..<m { unsafe (c.base + row * c.stride).update(repeating: 0, count: n) } }
      return
    }
    let threads = isSerial ? 1 : m3_threads_in_use()
    let parts = max(1, min(threads, max(m, n) / Self.leastShare))
    forEach(parts, work: 2 * m * n * inner / parts) { part, _ in
      if m >= n {
        let rows = Self.share(part, of: parts, m)
        multiplyInPlace(
          form == .firstTransposed ? a.columns(rows) : a[rows], b, form, adding: adding, into: c[rows])
      } else {
        let columns = Self.share(part, of: parts, n)
        multiplyInPlace(
          a, form == .secondTransposed ? b[columns] : b.columns(columns), form, adding: adding,
          into: c.columns(columns))
      }
    }
  }

  /// The product on the calling thread.
  private func multiplyInPlace(
    _ a: MatrixView, _ b: MatrixView, _ form: ProductForm, adding: Bool, into c: MatrixView
  ) {
    guard c.rows > 0, c.columns > 0 else { return }
    switch form {
    case .plain, .secondTransposed:
      unsafe m3_blas_product(
        c.base, c.stride, a.base, a.stride, b.base, b.stride, form == .secondTransposed, c.rows, c.columns, a.columns,
        adding)
    case .firstTransposed:
      unsafe m3_blas_product_of_transposed(
        c.base, c.stride, a.base, a.stride, b.base, b.stride, c.rows, c.columns, a.rows, adding)
    }
  }

  /// One of `parts` ranges that cover `0 ..< count`, in whole groups of 16.
  private static func share(_ part: Int, of parts: Int, _ count: Int) -> Range<Int> {
    let groups = (count + 15) / 16
    return min(count, groups * part / parts * 16)..<min(count, groups * (part + 1) / parts * 16)
  }

  /// Rows or columns that are worth a thread.
  private static let leastShare = 32
}
