public import M3Core

/// What can be wrong with files of tensors.
///
/// Paths are as the caller gave them; offsets count from the start of the data.
public enum TensorError: ExplainedError, Equatable {
  case cannotRead(path: String, reason: String)
  case cannotWrite(path: String, reason: String)
  case fileTooLong(path: String, bytes: Int, limit: Int)
  /// The header does not fit in the file; its length is nil when not even the length is there.
  case headerOutside(path: String, headerByteCount: Int?, fileByteCount: Int)
  case headerTooLong(path: String, bytes: UInt64, limit: Int)
  case malformedHeader(path: String, fault: JSONFault)
  case unknownType(path: String, tensor: String, found: String)
  case offsetsOutside(path: String, tensor: String, begin: Int, end: Int, dataByteCount: Int)
  /// A negative side, or more bytes than can be counted.
  case impossibleShape(path: String, tensor: String, shape: [Int])
  case wrongByteCount(path: String, tensor: String, shape: [Int], expected: Int, found: Int)
  case overlappingTensors(path: String, first: String, second: String)
  /// OpenBLAS cannot be loaded; the reason is the loader's.
  case openBLASMissing(reason: String)
  /// Floats that cannot become a packed weight of a type.
  case cannotPack(tensor: String, type: PackedType, reason: String)
  /// Packed weights of another layout; the version found is nil when the file names none.
  case unknownPacking(path: String, tensor: String, found: String?)
  /// Bytes that are not those of the packed weight's own shape, which the metadata state (nil: they do not).
  case wrongPacking(path: String, tensor: String, weight: String?, found: [Int])
  /// Bytes that belong to no tensor.
  case unusedBytes(path: String, range: Range<Int>)
}
