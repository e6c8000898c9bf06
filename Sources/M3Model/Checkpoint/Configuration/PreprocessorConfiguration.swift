import M3Core

/// What `preprocessor_config.json` says about the way from a picture to a crop.
struct PreprocessorConfiguration {
  let object: ConfigurationObject
  /// As CLIP's processor would do it; nil where the file does not say how it resizes.
  let fit: CropFit?
  let mean: [Float]
  let standardDeviation: [Float]

  /// Reads the file of a folder, or the part of `processor_config.json` that newer versions write instead.
  static func read(folder: CheckpointFolder, cropSide: Int) throws(ModelError) -> PreprocessorConfiguration? {
    if folder.holds("preprocessor_config.json") {
      return try PreprocessorConfiguration(
        ConfigurationObject(path: folder.path(of: "preprocessor_config.json")), cropSide: cropSide)
    }
    guard folder.holds("processor_config.json"),
      let part = try ConfigurationObject(path: folder.path(of: "processor_config.json")).object("image_processor")
    else { return nil }
    return try PreprocessorConfiguration(part, cropSide: cropSide)
  }

  private init(_ object: ConfigurationObject, cropSide: Int) throws(ModelError) {
    try object.require("do_resize", true)
    try object.require("do_rescale", true)
    if let resample = try object.integer("resample", in: 0...100), resample != 3 {
      throw object.unsupported("resample", "\(resample)", supported: "3, bicubic")
    }
    if let factor = try object.number("rescale_factor", in: 0...1e6), (factor * 255 - 1).magnitude > 1e-4 {
      throw object.unsupported("rescale_factor", "\(factor)", supported: "1/255")
    }
    let normalizes = try object.bool("do_normalize") ?? true
    let range = -1000.0...1000.0
    mean = normalizes ? try object.channels("image_mean", in: range) ?? ImageProcessing.clipMean : [0, 0, 0]
    standardDeviation =
      normalizes
      ? try object.channels("image_std", in: 1e-6...1000) ?? ImageProcessing.clipStandardDeviation : [1, 1, 1]
    fit = try Self.fit(object, cropSide: cropSide)
    self.object = object
  }

  /// A shortest edge and a centre crop is `crop`, a square size is `squash`.
  private static func fit(_ object: ConfigurationObject, cropSide: Int) throws(ModelError) -> CropFit? {
    let cuts = try object.bool("do_center_crop") ?? true
    if cuts, let crop = try object.size("crop_size"), crop != .square(cropSide), crop != .shortestEdge(cropSide) {
      throw object.unsupported("crop_size", crop.summary, supported: "\(cropSide), the vision tower's")
    }
    guard let size = try object.size("size") else { return nil }
    switch size {
    case .square(cropSide): return .squash
    case .shortestEdge(cropSide) where cuts: return .crop
    default:
      throw object.unsupported(
        "size", size.summary,
        supported: "\(cropSide), the vision tower's, as a square or as the shortest edge of a crop")
    }
  }
}

/// A size as image processors write it: a number, `{"shortest_edge"}`, or `{"height", "width"}`.
private enum ProcessorSize: Equatable {
  case shortestEdge(Int)
  case square(Int)
  case other(String)

  var summary: String {
    switch self {
    case .shortestEdge(let side): "shortest edge \(side)"
    case .square(let side): "\(side) x \(side)"
    case .other(let text): text
    }
  }
}

extension ConfigurationObject {
  private static let sides = 1...1_000_000

  fileprivate func size(_ key: String) throws(ModelError) -> ProcessorSize? {
    guard let value = first([key])?.value else { return nil }
    if value.whole != nil { return try integer(key, in: Self.sides).map(ProcessorSize.shortestEdge) }
    guard let object = try object(key) else { return nil }
    if let edge = try object.integer("shortest_edge", in: Self.sides) { return .shortestEdge(edge) }
    guard let height = try object.integer("height", in: Self.sides),
      let width = try object.integer("width", in: Self.sides)
    else { return .other(value.summary) }
    return height == width ? .square(width) : .other("\(width) x \(height)")
  }

  fileprivate func channels(_ key: String, in range: ClosedRange<Double>) throws(ModelError) -> [Float]? {
    guard let value = first([key])?.value else { return nil }
    guard case .array(let elements) = value, elements.count == 3 else {
      throw wrong(key, value, expected: "three numbers")
    }
    var numbers: [Float] = []
    for element in elements {
      guard let number = element.real, range.contains(number) else {
        throw wrong(key, value, expected: "three numbers from \(range.lowerBound) to \(range.upperBound)")
      }
      numbers.append(Float(number))
    }
    return numbers
  }
}
