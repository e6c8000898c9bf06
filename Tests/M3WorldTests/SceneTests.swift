import Foundation
import M3Core
import Testing

@testable import M3World

@Suite("Scenes")
struct SceneTests {
  /// Raised together with `WorldCard.worldVersion` only: another value is another benchmark.
  @Test(
    "a scene's record, pixels and questions are what they were",
    arguments: [
      (WorldSplit.test, 0, SceneKind.clip, "104b63be5ef4c448"), (.test, 1, .clip, "2d39b798f59b5103"),
      (.val, 7, .clip, "b402062238a706b6"),
      (.train, 123_456_789, .clip, "a01557f75b7753af"), (.train, 5, .image, "b3eae3d23e0170be"),
    ])
  func goldens(split: WorldSplit, index: Int, kind: SceneKind, expected: String) throws {
    let scene = Scene(split: split, index: index, kind: kind)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let renderer = SceneRenderer(scene, side: 96)
    var bytes = try [UInt8](encoder.encode(scene)) + encoder.encode(scene.questions([.open, .choice]))
    for frame in [0, scene.frameCount / 2, scene.frameCount - 1] {
      bytes += renderer.frame(frame, augmentation: scene.camera).pixels
    }
    #expect(String(Checksum.of(bytes), radix: 16) == expected)
    #expect(scene == Scene(split: split, index: index, kind: kind))
    #expect(try JSONDecoder().decode(Scene.self, from: encoder.encode(scene)) == scene)
  }

  @Test("no two scenes share a seed, a record or an id")
  func disjoint() throws {
    var seeds: Set<UInt64> = []
    var records: Set<String> = []
    var ids: Set<String> = []
    var count = 0
    for kind in SceneKind.allCases {
      for split in WorldSplit.allCases {
        for index in 0..<300 {
          let scene = Scene(split: split, index: index, kind: kind)
          count += 1
          seeds.insert(scene.seed)
          records.insert("\(scene.background) \(scene.objects) \(String(describing: scene.board)) \(scene.flashes)")
          let new = (scene.everyQuestion() + scene.questions([.choice])).map(\.id)
          #expect(ids.isDisjoint(with: new) && Set(new).count == new.count)
          ids.formUnion(new)
        }
      }
    }
    #expect(seeds.count == count)
    #expect(records.count == count)
  }

  @Test("nothing overlaps, leaves the frame, or escapes five midpoints", arguments: WorldTimings.allCases)
  func layout(timings: WorldTimings) throws {
    for index in 0..<400 {
      let scene = Scene(split: .val, index: index, timings: timings)
      #expect(Set(scene.objects.map(\.color)).count == scene.objects.count)
      for step in [0, 7, SceneObject.steps - 1] {
        var boxes = scene.objects.map { object in
          (x: object.origin(step: step).x, y: object.origin(step: step).y, width: object.size, height: object.size)
        }
        if let board = scene.board {
          boxes.append((board.x, board.y, SceneBoard.width, SceneBoard.height))
          #expect(board.x.isMultiple(of: 4) && board.y.isMultiple(of: 4))
        }
        for (number, box) in boxes.enumerated() {
          #expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= 96 && box.y + box.height <= 96)
          for other in boxes.dropFirst(number + 1) {
            let apart =
              box.x + box.width <= other.x || other.x + other.width <= box.x || box.y + box.height <= other.y
              || other.y + other.height <= box.y
            #expect(apart)
          }
        }
      }
      let timeline = FrameTimeline(count: scene.frameCount, framesPerSecond: Rational(12, 1))
      if let board = scene.board {
        #expect(timeline.indices(5, by: .midpoint).contains { board.frames.contains($0) })
        #expect(board.frames.upperBound <= scene.frameCount)
      }
      for (flash, next) in zip(scene.flashes, scene.flashes.dropFirst()) {
        #expect(next.frames.lowerBound - flash.frames.upperBound >= 2 * flash.frames.count)
      }
      for flash in scene.flashes {
        #expect(flash.frames.lowerBound >= 1 && flash.frames.upperBound < scene.frameCount)
      }
    }
  }

  @Test("frames of one state look the same, and there are few of them")
  func states() {
    var total = 0
    for index in 0..<40 {
      let scene = Scene(split: .train, index: index)
      let renderer = SceneRenderer(scene, side: 48)
      let (states, representatives) = scene.distinctStates()
      total += representatives.count
      for frame in stride(from: 0, to: scene.frameCount, by: 5) {
        #expect(renderer.frame(frame) == renderer.frame(representatives[states[frame]]))
      }
    }
    #expect(total < 40 * 28)
  }
}
