import M3Core
import M3World

/// Frames of the world with a label for each patch: what the vision tower is pretrained on.
public enum WorldPatches {
  /// What the head reads; the whole frame's background and flash are asked of every patch.
  public static let tasks = [
    DenseTask(
      name: "color", classes: DenseLabels.colorClasses, weight: 1, foreground: 0.5,
      words: [[]] + WorldColor.allCases.map { [$0.rawValue] }),
    DenseTask(
      name: "shape", classes: DenseLabels.shapeClasses, weight: 2, foreground: 0.5,
      words: [[]] + WorldShape.allCases.map { [$0.rawValue] } + [["line"]]),
    DenseTask(
      name: "glyph", classes: DenseLabels.glyphClasses, weight: 1.5, foreground: 0.8,
      words: [[]] + WorldGlyph.allCases.map { [$0.rawValue] }),
    DenseTask(
      name: "slot", classes: DenseLabels.slotClasses, weight: 1, foreground: 0.8,
      words: [[]] + WorldVocabulary.slots),
    DenseTask(
      name: "place", classes: WorldPlace.allCases.count, weight: 0.3, foreground: nil,
      words: WorldPlace.allCases.map { WorldVocabulary.split($0.rawValue) }),
    DenseTask(
      name: "background", classes: WorldBackground.allCases.count, weight: 0.3, foreground: nil,
      words: WorldBackground.allCases.map { [$0.rawValue] }),
    DenseTask(
      name: "flash", classes: WorldColor.allCases.count + 1, weight: 0.3, foreground: nil,
      words: [[]] + WorldColor.allCases.map { ["flash", $0.rawValue] }),
  ]

  /// One image scene and its labels.
  static func sample(split: WorldSplit, index: Int, side: Int, _ generator: WorldGenerator) -> DenseSample {
    var generator = generator
    let scene = Scene(split: split, index: index, kind: .image)
    let labels = DenseLabels(scene, frame: 0)
    let patches = labels.color.count
    return DenseSample(
      crop: scene.frame(0, side: side, augmentation: .likeFile(using: &generator)),
      labels: [
        labels.color, labels.shape, labels.glyph, labels.slot, labels.place,
        Array(repeating: UInt8(labels.background), count: patches),
        Array(repeating: UInt8(labels.flash), count: patches),
      ])
  }
}
