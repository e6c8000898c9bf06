import M3Core

extension TensorError {
  public var message: String {
    switch self {
    case .cannotRead(let path, let reason): "\(path.quoted) cannot be read: \(reason)"
    case .cannotWrite(let path, let reason): "\(path.quoted) cannot be written: \(reason)"
    case .fileTooLong(let path, let bytes, let limit):
      "\(path.quoted) is \(bytes) bytes long; such a file has at most \(limit)"
    case .headerOutside(let path, nil, let file):
      "\(path.quoted) is not a safetensors file: \(file) bytes cannot hold a header"
    case .headerOutside(let path, .some(let header), let file):
      "\(path.quoted) announces a header of \(header) bytes, but the whole file has \(file)"
    case .headerTooLong(let path, let bytes, let limit):
      "\(path.quoted) announces a header of \(bytes) bytes; the format allows \(limit)"
    case .malformedHeader(let path, let fault): "the header of \(path.quoted) is malformed: \(fault.message)"
    case .unknownType(let path, let tensor, let found):
      "\(path.quoted): \(tensor.quoted) has element type \(found.quoted), expected one of "
        + ElementType.allCases.map(\.rawValue).joined(separator: ", ")
    case .offsetsOutside(let path, let tensor, let begin, let end, let data):
      "\(path.quoted): \(tensor.quoted) lies at bytes \(begin) to \(end), expected within the data of \(data) bytes"
    case .impossibleShape(let path, let tensor, let shape):
      "\(path.quoted): \(tensor.quoted) has the impossible shape \(shape)"
    case .wrongByteCount(let path, let tensor, let shape, let expected, let found):
      "\(path.quoted): \(tensor.quoted) of shape \(shape) has \(found) bytes, expected \(expected)"
    case .overlappingTensors(let path, let first, let second):
      "\(path.quoted): the bytes of \(first.quoted) and \(second.quoted) overlap"
    case .openBLASMissing(let reason): "OpenBLAS cannot be loaded: \(reason.escapedForTerminal)"
    case .cannotPack(let tensor, let type, let reason):
      "\(tensor.quoted) cannot be stored as \(type.rawValue): \(reason)"
    case .unknownPacking(let path, let tensor, let found):
      "\(path.quoted): \(tensor.quoted) is packed in layout \((found ?? "none").quoted), expected `\(PackedFile.version)`"
    case .wrongPacking(let path, let tensor, nil, _):
      "\(path.quoted): \(tensor.quoted) is packed, but the metadata do not say the weight's shape"
    case .wrongPacking(let path, let tensor, .some(let weight), let found):
      "\(path.quoted): \(tensor.quoted) has shape \(found), which no weight of \(weight.quoted) is packed to"
    case .unusedBytes(let path, let range):
      "\(path.quoted): bytes \(range.lowerBound) to \(range.upperBound) of the data belong to no tensor"
    }
  }

  public var hint: String? {
    switch self {
    case .openBLASMissing: "install it: `apt-get install libopenblas0-pthread`"
    case .cannotRead, .cannotWrite, .unknownType: nil
    case .cannotPack: nil
    case .unknownPacking, .wrongPacking: "make the file again with `m3-video model quantize`"
    case .headerOutside, .offsetsOutside, .unusedBytes:
      "the download may be incomplete: compare the file's size with its source"
    case .fileTooLong, .headerTooLong, .malformedHeader, .impossibleShape, .wrongByteCount, .overlappingTensors:
      "the file is damaged or was not written by a safetensors library; fetch it again"
    }
  }
}

extension JSONFault {
  /// What is wrong and where, without a full stop.
  public var message: String { "\(what) at byte \(offset)" }

  private var what: String {
    switch kind {
    case .endsEarly: "the text ends early"
    case .expected(let wanted): "expected \(wanted)"
    case .badString: "a string is not valid"
    case .badNumber: "a number is not valid"
    case .tooDeep(let limit): "values nest deeper than \(limit)"
    case .duplicateKey(let key): "\(key.quoted) stands twice"
    case .unknownKey(let key): "\(key.quoted) has no meaning here"
    case .tooMany(let what, let limit): "there are more than \(limit) \(what)"
    case .trailingBytes: "something follows the value"
    }
  }
}

extension String {
  /// Foreign text for a message: in backticks, control characters escaped, cut where it is very long.
  package var quoted: String {
    let limit = 300
    let shown = unicodeScalars.count > limit ? "\(String(unicodeScalars.prefix(limit)))..." : self
    return "`\(shown.escapedForTerminal)`"
  }
}
