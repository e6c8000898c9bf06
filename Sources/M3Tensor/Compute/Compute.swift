import CM3Kernels
import COpenBLAS

/// The operations that passes through a model are made of, and the scratch memory they need.
///
/// Matrices are Float32. Work is split over the process's pool of threads; scratch grows to the largest case met and
/// stays, so that passes of a known size allocate nothing. One thread uses a `Compute` at a time.
public final class Compute {
  /// One row for each thread that the pool can ever have, since their number may change; untouched rows cost nothing.
  private var scratch = Matrix(rows: M3_MOST_THREADS, columns: 1)
  /// Scratch of kernels that share it out among the threads themselves.
  private var shared: Matrix?

  /// All work is done on the caller's thread: for callers that split theirs.
  package let isSerial: Bool
  /// Whether `multiply` can be called.
  package let hasOpenBLAS: Bool

  /// Everything but `multiply`, for which OpenBLAS would be needed: all that running a model takes.
  public static func kernelsOnly() -> Compute { Compute(isSerial: false, hasOpenBLAS: false) }

  /// - Throws: `TensorError.openBLASMissing` when the library cannot be loaded.
  public convenience init() throws(TensorError) { try self.init(serial: false) }

  /// - Throws: `TensorError.openBLASMissing` when the library cannot be loaded.
  package convenience init(serial: Bool) throws(TensorError) {
    guard m3_blas_load() == M3_BLAS_READY else {
      throw .openBLASMissing(reason: unsafe String(cString: m3_blas_failure()))
    }
    self.init(isSerial: serial, hasOpenBLAS: true)
  }

  private init(isSerial: Bool, hasOpenBLAS: Bool) {
    self.isSerial = isSerial
    self.hasOpenBLAS = hasOpenBLAS
  }

  /// Runs `body` with so many bytes of scratch memory, at a multiple of 64.
  func withSharedScratch(_ bytes: Int, _ body: (UnsafeMutableRawPointer) -> Void) {
    let floats = (bytes + 3) / 4
    let memory: Matrix
    if let shared, shared.columns >= floats {
      memory = shared
    } else {
      // Whole steps, so that a sequence that grows token by token does not take new memory for each.
      memory = Matrix(rows: 1, columns: (floats + Self.sharedStep - 1) / Self.sharedStep * Self.sharedStep)
      shared = memory
    }
    withExtendedLifetime(memory) { unsafe body(UnsafeMutableRawPointer(memory.storage.base)) }
  }

  /// In floats; untouched pages cost nothing.
  private static let sharedStep = 1 << 20

  /// Runs `body` with `floats` of scratch memory for each thread; it gets the function from a thread to its memory.
  package func withScratch(_ floats: Int, _ body: ((_ worker: Int) -> UnsafeMutablePointer<Float>) -> Void) {
    if scratch.columns < floats { scratch = Matrix(rows: scratch.rows, columns: (floats + 1023) / 1024 * 1024) }
    let scratch = self.scratch
    withExtendedLifetime(scratch) {
      unsafe body { worker in unsafe scratch.storage.base + worker * scratch.columns }
    }
  }

  /// Calls `body` for each index, on several threads when there is enough to do.
  ///
  /// - Parameters:
  ///   - work: operations of one call, roughly.
  ///   - body: gets the index and the thread, below the number of threads in use. Calls for different indices write to
  ///     different memory.
  package func forEach(_ count: Int, work: Int, _ body: (_ index: Int, _ worker: Int) -> Void) {
    if isSerial || count < 2 || count * work < Self.worthSplitting {
      for index in 0..<count { body(index, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      var piece = Piece(body: body)
      unsafe withUnsafeMutablePointer(to: &piece) { context in
        unsafe m3_parallel_for(
          count,
          { index, worker, context in
            guard let piece = unsafe context?.assumingMemoryBound(to: Piece.self) else { return }
            unsafe piece.pointee.body(index, worker)
          }, context)
      }
    }
  }

  /// Calls `body` for ranges that cover `0 ..< count`, on several threads when there is enough to do.
  package func forEachRange(of count: Int, work: Int, _ body: (Range<Int>) -> Void) {
    let most = isSerial ? 1 : min(count, 4 * m3_threads_in_use())
    guard most > 1, count * work >= Self.worthSplitting else {
      if count > 0 { body(0..<count) }
      return
    }
    forEach(most, work: count * work / most) { index, _ in
      body(count * index / most..<count * (index + 1) / most)
    }
  }

  /// Operations from which on waking another thread pays.
  private static let worthSplitting = 1 << 16
}

/// The body of a split loop, in a form that a pointer can lead to.
private struct Piece {
  let body: (Int, Int) -> Void
}
