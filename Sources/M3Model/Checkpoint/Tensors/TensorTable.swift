import M3Tensor

/// The tensors of a checkpoint's files by canonical key.
struct TensorTable {
  /// A tensor and the file that it is in.
  struct Place {
    /// In its file.
    var name: String
    var stored: StoredTensor
    var path: String
  }

  let folder: String
  private(set) var places: [String: Place] = [:]
  /// Tensors that no pass reads, counted by sort.
  private(set) var unused: [CanonicalName.UnusedSort: Int] = [:]
  /// Names that mean nothing here, and their files.
  private(set) var unknown: [Place] = []
  /// The vision tower comes from another folder.
  private(set) var hasForeignVisionTower = false

  init(folder: String, files: [SafetensorsFile]) throws(ModelError) {
    self.folder = folder
    try add(files, isTowerOnly: false)
  }

  /// Takes the vision tower from another folder's files.
  ///
  /// - Throws: `ModelError.visionTowerTwice` if there is one already.
  mutating func addVisionTower(from folder: String, files: [SafetensorsFile]) throws(ModelError) {
    guard visionLayerCount == 0 else { throw .visionTowerTwice(folder: self.folder, other: folder) }
    try add(files, isTowerOnly: true)
    hasForeignVisionTower = true
  }

  private mutating func add(_ files: [SafetensorsFile], isTowerOnly: Bool) throws(ModelError) {
    for file in files {
      for tensor in file.tensors {
        let packed: (name: String, weight: PackedWeight)?
        do { packed = try file.packedWeight(tensor) } catch { throw .file(error) }
        let stored = packed.map { StoredTensor.packed($0.weight) } ?? .floats(tensor)
        let place = Place(name: tensor.name, stored: stored, path: file.path)
        switch CanonicalName(packed?.name ?? tensor.name, isTowerOnly: isTowerOnly) {
        case .key(let key):
          if let other = places.updateValue(place, forKey: key) {
            throw .duplicateTensor(
              first: other.name, firstPath: other.path, second: tensor.name, secondPath: file.path)
          }
        case .unused(let sort): unused[sort, default: 0] += 1
        case .unknown: unknown.append(place)
        }
      }
    }
  }

  /// Layers of the vision tower that are there in whole or part.
  var visionLayerCount: Int { Set(places.keys.compactMap(Self.visionLayer)).count }

  /// The layer that a key of the vision tower belongs to.
  static func visionLayer(_ key: String) -> Int? {
    let prefix = "vision_tower.encoder.layers."
    guard key.hasPrefix(prefix) else { return nil }
    return Int(key.dropFirst(prefix.count).prefix { $0 != "." })
  }

  /// A tensor whose shape tells sizes; nil stands for a side of at least 1.
  func required(_ key: String, like sides: [Int?]) throws(ModelError) -> Place {
    guard let place = places[key] else { throw .missingTensors(folder: folder, first: [key], count: 1) }
    let shape = place.stored.shape
    guard shape.count == sides.count, zip(shape, sides).allSatisfy({ $1 == nil ? $0 >= 1 : $0 == $1 }) else {
      throw .wrongShape(path: place.path, tensor: place.name, expected: sides, found: shape)
    }
    return place
  }
}
