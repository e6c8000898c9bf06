import M3Core
import Testing

@testable import M3World

@Suite("Evidence")
struct EvidenceTests {
  @Test("what is taken away changes the pictures inside its evidence and nowhere else", arguments: 0..<16)
  func evidence(index: Int) {
    let scene = Scene(split: .val, index: index)
    for question in scene.questions() {
      guard let without = Self.without(question, scene) else { continue }
      let before = SceneRenderer(scene, side: 96)
      let after = SceneRenderer(without, side: 96)
      var differs = false
      for frame in 0..<scene.frameCount where Self.isCheap(frame, question) {
        let inTime = question.evidence.times.contains { span in
          (span[0] - 0.001..<span[1] - 0.001).contains(scene.time(frame))
        }
        let box = Self.difference(before.frame(frame), after.frame(frame))
        guard let box else { continue }
        differs = true
        #expect(inTime, "\(question.id) at frame \(frame)")
        let region = question.evidence.region.map { $0 * 96 }
        #expect(
          Double(box.left) > region[0] - 0.01 && Double(box.right + 1) < region[0] + region[2] + 0.01, "\(question.id)")
        #expect(
          Double(box.top) > region[1] - 0.01 && Double(box.bottom + 1) < region[1] + region[3] + 0.01, "\(question.id)")
      }
      #expect(differs, "\(question.id)")
    }
  }

  @Test("evidence lies in the clip, scales and frames are sane")
  func bounds() {
    for kind in SceneKind.allCases {
      for index in 0..<200 {
        let scene = Scene(split: .train, index: index, kind: kind, timings: .varied)
        for question in scene.questions() {
          let region = question.evidence.region
          #expect(region.count == 4 && region[0] >= 0 && region[1] >= 0)
          #expect(region[0] + region[2] <= 1.0002 && region[1] + region[3] <= 1.0002)
          #expect(question.evidence.frames >= 1 && question.evidence.frames <= scene.frameCount)
          #expect(question.evidence.times.isEmpty == (kind == .image))
          for span in question.evidence.times {
            #expect(span.count == 2 && span[0] < span[1] && span[1] <= scene.time(scene.frameCount) + 0.001)
          }
        }
      }
    }
  }

  @Test("so many midpoints as the evidence says do meet every flash and the board", arguments: WorldTimings.allCases)
  func frames(timings: WorldTimings) {
    for index in 0..<200 {
      let scene = Scene(split: .val, index: index, timings: timings)
      let timeline = FrameTimeline(count: scene.frameCount, framesPerSecond: Rational(12, 1))
      for question in scene.questions() where [.line, .brief, .repetition].contains(question.family) {
        let indices = timeline.indices(question.evidence.frames, by: .midpoint)
        for span in question.evidence.times {
          #expect(indices.contains { (span[0] - 0.001..<span[1] - 0.001).contains(scene.time($0)) }, "\(question.id)")
        }
      }
    }
  }

  /// The scene without what a question is about; nil for questions about everything.
  private static func without(_ question: WorldQuestion, _ scene: Scene) -> Scene? {
    var other = scene
    switch question.kind {
    case .shape, .color, .position, .mover:
      let named = scene.objects.firstIndex {
        question.question.contains($0.color.rawValue) || question.answer == $0.color.rawValue
      }
      guard let named else { return nil }
      other.objects.remove(at: named)
    case .relation:
      other.objects.removeAll { question.question.contains($0.color.rawValue) }
    case .line:
      guard let board = scene.board else { return nil }
      let line = Int(question.id.suffix(1)) ?? 0
      other.board?.lines[line] = board.lines[line].map { $0 == .one ? .eight : .one }
    case .character:
      guard let board = scene.board else { return nil }
      let slot = question.id.hasSuffix("character") ? 0 : Int(question.id.split(separator: "-").last ?? "0") ?? 0
      other.board?.lines[slot / 5][slot % 5] = board.lines[slot / 5][slot % 5] == .one ? .eight : .one
    case .brief, .repetition, .first, .last, .after, .before:
      guard !scene.flashes.isEmpty else { return nil }
      other.flashes = []
    case .background, .count, .direction, .caption: return nil
    }
    return other
  }

  /// Objects stand in all frames alike: a few are enough.
  private static func isCheap(_ frame: Int, _ question: WorldQuestion) -> Bool {
    [.brief, .repetition, .order].contains(question.family) || frame.isMultiple(of: 12)
      || (question.family == .line && frame.isMultiple(of: 3))
  }

  private static func difference(_ one: Picture, _ two: Picture) -> (left: Int, top: Int, right: Int, bottom: Int)? {
    var box: (left: Int, top: Int, right: Int, bottom: Int)?
    guard one.pixels != two.pixels else { return nil }
    for row in 0..<one.height {
      for column in 0..<one.width where one[column, row] != two[column, row] {
        let old = box ?? (column, row, column, row)
        box = (min(old.left, column), min(old.top, row), max(old.right, column), max(old.bottom, row))
      }
    }
    return box
  }
}
