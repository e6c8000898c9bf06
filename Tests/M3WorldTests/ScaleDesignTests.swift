import M3Core
import Testing

@testable import M3World

/// Proof without a neural network that families need what the design says.
@Suite("Scale design")
struct ScaleDesignTests {
  /// Clips of the test split, once through their files.
  static let clips = Result { try (300..<309).map { try DecodedClip(Scene(split: .test, index: $0)) } }

  @Test("one mean colour of every frame tells flashes, their order and number; of five frames it does not")
  func flashes() {
    var generator = WorldGenerator(seed: 11)
    var right: [WorldFamily: [Int: Int]] = [:]
    var asked: [WorldFamily: Int] = [:]
    for index in 0..<250 {
      let scene = Scene(split: .val, index: 5000 + index)
      let questions = scene.questions().filter { [.brief, .order, .repetition].contains($0.family) }
      guard !questions.isEmpty else { continue }
      let renderer = SceneRenderer(scene, side: 24)
      let augmentation = Augmentation.likeFile(using: &generator)
      let means = (0..<scene.frameCount).map {
        Pooled(renderer.frame($0, augmentation: augmentation), side: 1).levels
      }
      let timeline = FrameTimeline(count: scene.frameCount, framesPerSecond: Rational(12, 1))
      for question in questions {
        asked[question.family, default: 0] += 1
        for count in [5, 20, 80, 96] {
          let reader = FlashReader(timeline.indices(count, by: .midpoint).map { means[$0] })
          if reader.answer(question) == question.answer { right[question.family, default: [:]][count, default: 0] += 1 }
        }
      }
    }
    for (family, count) in asked {
      let shares = (right[family] ?? [:]).mapValues { Double($0) / Double(count) }
      #expect(shares[96, default: 0] > 0.95, "\(family) \(shares)")
      #expect(shares[80, default: 0] > 0.95, "\(family) \(shares)")
      #expect(shares[20, default: 0] < 0.8, "\(family) \(shares)")
      #expect(shares[5, default: 0] < 0.6, "\(family) \(shares)")
    }
  }

  @Test("the board is read from a written clip at full size, and not from 12 x 12 or 6 x 6 means")
  func board() throws {
    var right: [Int: Int] = [:]
    var count = 0
    for clip in try Self.clips.get() {
      let scene = clip.scene
      guard let board = scene.board else { continue }
      let clean =
        (board.frames).first { scene.flash(at: $0) == nil && $0 > board.frames.lowerBound } ?? board.frames.lowerBound
      let picture = clip.frames[clean]
      let truth = board.lines.flatMap { $0 }
      count += truth.count
      for side in [96, 12, 6] {
        let read = BoardReader(side: side, camera: scene.camera).read(picture, board: board)
        right[side, default: 0] += zip(read, truth).count { $0 == $1 }
      }
    }
    let shares = right.mapValues { Double($0) / Double(count) }
    #expect(shares[96, default: 0] > 0.98, "\(shares)")
    #expect(shares[12, default: 1] < 0.3, "\(shares)")
    #expect(shares[6, default: 1] < 0.2, "\(shares)")
  }

  @Test("shape, colour and background of a written clip are told by means of 6 x 6 cells; shape not by fewer")
  func objects() throws {
    var right: [String: Int] = [:]
    var asked: [String: Int] = [:]
    for clip in try Self.clips.get() {
      let scene = clip.scene
      let seen = clip.frames
      var camera = scene.camera
      (camera.noise, camera.softness) = (0, 0)
      let frame = (0..<scene.frameCount).first { scene.flash(at: $0) == nil && $0 >= 40 } ?? 0
      for (kind, truth, candidates) in Self.candidates(scene) {
        let drawn = candidates.map { (answer: $0.answer, picture: $0.scene.frame(frame, augmentation: camera)) }
        for side in [1, 3, 6] {
          let pooled = Pooled(seen[frame], side: side)
          let best = drawn.min {
            Pooled($0.picture, side: side).distance(pooled) < Pooled($1.picture, side: side).distance(pooled)
          }
          asked["\(kind) \(side)", default: 0] += 1
          if best?.answer == truth { right["\(kind) \(side)", default: 0] += 1 }
        }
      }
    }
    let shares = Dictionary(uniqueKeysWithValues: asked.map { ($0.key, Double(right[$0.key] ?? 0) / Double($0.value)) })
    #expect(shares["shape 6", default: 0] > 0.9, "\(shares)")
    #expect(shares["color 6", default: 0] > 0.95, "\(shares)")
    #expect(shares["background 6", default: 0] > 0.95, "\(shares)")
    #expect(shares["background 1", default: 0] > 0.95, "\(shares)")
    #expect(shares["shape 1", default: 1] < 0.6, "\(shares)")
  }

  /// For each object and for the background the scenes that differ from the true one in one fact.
  private static func candidates(_ scene: Scene) -> [(kind: String, truth: String, [(answer: String, scene: Scene)])] {
    var all: [(String, String, [(answer: String, scene: Scene)])] = []
    for (number, object) in scene.objects.enumerated() {
      let shapes = WorldShape.allCases.map { shape in
        var other = scene
        other.objects[number].shape = shape
        return (answer: shape.rawValue, scene: other)
      }
      let colors = WorldColor.allCases.map { color in
        var other = scene
        other.objects[number].paint = color.rgb
        return (answer: color.rawValue, scene: other)
      }
      all.append(("shape", object.shape.rawValue, shapes))
      all.append(("color", object.color.rawValue, colors))
    }
    let backgrounds = WorldBackground.allCases.map { color in
      var other = scene
      other.background.paint = color.rgb
      return (answer: color.rawValue, scene: other)
    }
    return all + [("background", scene.background.color.rawValue, backgrounds)]
  }
}
