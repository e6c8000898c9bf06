public import Foundation
import M3Core

/// Writes clips of the world with their questions into a folder that anyone can evaluate on.
///
/// `clips/*.mp4`, `annotations.jsonl` (one question a line), `scenes.jsonl` (the world's record, one scene a line) and
/// `world.json` (the card). Every file appears whole or not at all; complete clips of an earlier run are kept.
public struct WorldWriter: Sendable {
  public var timings: WorldTimings
  public var encoder: EncoderSettings
  /// Which forms of each question are written.
  public var forms: Set<QuestionForm>

  public init(
    timings: WorldTimings = .standard, encoder: EncoderSettings = .standard,
    forms: Set<QuestionForm> = [.open, .choice]
  ) {
    self.timings = timings
    self.encoder = encoder
    self.forms = forms
  }

  /// How far a run is.
  public struct Progress: Equatable, Sendable {
    /// Clips that are there.
    public let done: Int
    public let total: Int
    /// Clips that an earlier run had made.
    public let kept: Int
  }

  /// Writes the first `count` clips of a split, and everything about them.
  ///
  /// - Parameter progress: called before the first clip and after each one.
  /// - Returns: the card as written.
  /// - Throws: `WorldError`, or `CancellationError` between two clips when the task is cancelled.
  @discardableResult
  public func write(
    split: WorldSplit, count: Int, folder: URL, progress: (Progress) -> Void = { _ in }
  ) throws -> WorldCard {
    guard count >= 1, count <= WorldSeed.maximumIndex else { throw WorldError.badCount(found: count) }
    var card = WorldCard(split: split, clips: count, timings: timings, encoder: encoder)
    let output = WorldFolder(folder)
    try output.makeFolders()
    if let found = try output.readCard() { try card.check(against: found, path: output.card.path) }
    try output.write(card)

    var annotations = Data()
    var records = Data()
    var kept = 0
    progress(Progress(done: 0, total: count, kept: 0))
    for index in 0..<count {
      try Task.checkCancellation()
      let scene = Scene(split: split, index: index, timings: timings)
      if output.hasClip(scene.name) { kept += 1 } else { try writeClip(scene, to: output) }
      for question in scene.questions(forms) {
        card.questions[question.family.rawValue, default: 0] += 1
        annotations += try output.line(WorldAnnotation(question, video: output.relativePath(scene.name)))
      }
      records += try output.line(scene)
      progress(Progress(done: index + 1, total: count, kept: kept))
    }
    try output.write(records, to: output.scenes)
    try output.write(annotations, to: output.annotations)
    card.annotationsChecksum = String(Checksum.of(annotations), radix: 16)
    card.isComplete = true
    try output.write(card)
    return card
  }

  /// Writes one clip of any scene to a file of its own.
  public func writeClip(_ scene: Scene, to file: URL) throws(WorldError) {
    let renderer = SceneRenderer(scene, side: encoder.side)
    var clip = try ClipEncoder.open(
      path: file.path, rate: scene.timing?.rate ?? Rational(1, 1), settings: encoder)
    for frame in 0..<scene.frameCount { try clip.append(renderer.frame(frame, augmentation: scene.camera)) }
    try clip.finish()
  }

  private func writeClip(_ scene: Scene, to output: WorldFolder) throws {
    let partial = output.partialClip(scene.name)
    try writeClip(scene, to: partial)
    try output.move(partial, to: output.clip(scene.name))
  }
}
