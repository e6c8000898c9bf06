import CM3Kernels
import COpenBLAS

extension Compute {
  /// y = epilogue(x W^T + b).
  ///
  /// Few rows of x (a decode step) are multiplied by the weight as it is stored, which is read from memory once. For
  /// many rows, blocks of the weight are converted to Float32 in scratch and multiplied by OpenBLAS.
  ///
  /// - Parameters:
  ///   - x: [row, in].
  ///   - y: [row, out], no part of it in x.
  public func product(_ x: MatrixView, _ linear: Linear, _ epilogue: Epilogue = .store, into y: MatrixView) {
    precondition(x.columns == linear.inputs, "\(linear.inputs) inputs expected, found \(x.columns)")
    precondition(y.columns == linear.outputs && y.rows == x.rows, "\(x.rows) x \(linear.outputs) outputs expected")
    if case .siluTimes(let up) = epilogue {
      precondition(up.rows == y.rows && up.columns == y.columns, "a factor for each output expected")
    }
    guard x.rows > 0, linear.outputs > 0 else { return }
    unsafe withBias(linear.bias) { bias in
      unsafe linear.weight.withBytes { weight in
        let product = unsafe Product(
          x: x, y: y, weight: weight, type: linear.weight.type, rowBytes: linear.weight.rowBytes, bias: bias,
          epilogue: epilogue)
        run(product)
      }
    }
  }

  private func withBias(_ bias: [Float]?, _ body: (UnsafePointer<Float>?) -> Void) {
    guard let bias else {
      body(nil)
      return
    }
    unsafe bias.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
  }

  private func run(_ product: Product) {
    let outputs = product.y.columns
    let few = product.x.rows <= Self.fewRows
    let width = few ? fewRowsBlock(product) : manyRowsBlock(product)
    let blocks = (outputs + width - 1) / width
    let scratch = few ? product.x.rows * width : product.isReady ? 0 : width * product.x.columns
    let work = 2 * product.x.rows * product.x.columns * width
    unsafe withScratch(scratch) { memory in
      forEach(blocks, work: work) { index, worker in
        let block = index * width..<min(outputs, (index + 1) * width)
        if few {
          unsafe product.multiplyFewRows(block, scratch: memory(worker))
        } else {
          unsafe product.multiplyManyRows(block, scratch: memory(worker))
        }
        product.finish(block)
      }
    }
  }

  /// Outputs in a block for few rows: enough blocks to balance, each long enough to be worth a thread.
  private func fewRowsBlock(_ product: Product) -> Int {
    let share = product.y.columns / (4 * m3_threads_in_use())
    return max(16, share, (1 << 15) / product.x.columns)
  }

  /// Outputs in a block for many rows: wide, since every block reads x anew, but at least two for each thread.
  private func manyRowsBlock(_ product: Product) -> Int {
    let share = (product.y.columns / (2 * m3_threads_in_use()) + 15) / 16 * 16
    let room = (1 << 22) / product.x.columns / 16 * 16
    return max(32, min(share, 512, room))
  }

  /// Up to so many rows the weight is read as it is stored.
  private static let fewRows = 8
}

/// One product, and how a block of its outputs is made.
///
/// The pointers are valid while the product runs.
@safe private struct Product {
  let x: MatrixView
  let y: MatrixView
  let weight: UnsafeRawPointer
  let type: m3_element
  let rowBytes: Int
  let bias: UnsafePointer<Float>?
  let epilogue: Epilogue

  /// The weight is Float32 where OpenBLAS can read it.
  var isReady: Bool { unsafe type == M3_FLOAT32 && UInt(bitPattern: weight) % 4 == 0 }

  private var adds: Bool {
    if case .add = epilogue { return true }
    return false
  }

  /// y[:, block] = x W[block]^T, or added to what is there.
  func multiplyManyRows(_ block: Range<Int>, scratch: UnsafeMutablePointer<Float>) {
    let start = unsafe weight + block.lowerBound * rowBytes
    let factor: UnsafePointer<Float>
    if isReady {
      unsafe factor = start.assumingMemoryBound(to: Float.self)
    } else {
      unsafe m3_to_float(scratch, start, type, block.count * x.columns)
      unsafe factor = UnsafePointer(scratch)
    }
    unsafe m3_blas_product(
      y.base + block.lowerBound, y.stride, x.base, x.stride, factor, x.columns, true, x.rows, block.count, x.columns,
      adds)
  }

  /// The same for few rows, with the weight as it is stored.
  func multiplyFewRows(_ block: Range<Int>, scratch: UnsafeMutablePointer<Float>) {
    let start = unsafe weight + block.lowerBound * rowBytes
    guard adds else {
      unsafe m3_dots(
        y.base + block.lowerBound, y.stride, x.base, x.stride, x.rows, start, type, rowBytes, block.count, x.columns)
      return
    }
    unsafe m3_dots(scratch, block.count, x.base, x.stride, x.rows, start, type, rowBytes, block.count, x.columns)
    for row in 0..<x.rows {
      unsafe m3_add(y.base + (row * y.stride + block.lowerBound), scratch + row * block.count, block.count)
    }
  }

  /// The bias and what comes after it, over y[:, block].
  func finish(_ block: Range<Int>) {
    let bias = unsafe self.bias.map { unsafe $0 + block.lowerBound }
    for row in 0..<y.rows {
      let out = unsafe y.base + (row * y.stride + block.lowerBound)
      switch epilogue {
      case .store, .add: if let bias = unsafe bias { unsafe m3_add(out, bias, block.count) }
      case .activate(.quickGELU): unsafe m3_quick_gelu(out, bias, block.count)
      case .activate(.gelu): unsafe m3_gelu(out, bias, block.count)
      case .siluTimes(let up):
        if let bias = unsafe bias { unsafe m3_add(out, bias, block.count) }
        unsafe m3_silu_times(out, up.base + (row * up.stride + block.lowerBound), block.count)
      }
    }
  }
}
