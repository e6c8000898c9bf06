import M3Core
import Testing

@testable import M3World

@Suite("Rendering")
struct RenderTests {
  @Test("labels say what the pixels of their patches show")
  func labels() {
    for index in 0..<60 {
      let scene = Scene(split: .train, index: index, kind: .image)
      guard scene.flashes.isEmpty else { continue }
      let labels = DenseLabels(scene, frame: 0)
      let picture = scene.frame(0)
      for patch in 0..<576 where labels.color[patch] > 0 {
        let color = WorldColor.allCases[Int(labels.color[patch]) - 1]
        let object = scene.objects.first { $0.color == color }
        #expect(object.map { WorldShape.allCases.firstIndex(of: $0.shape) } == Int(labels.shape[patch]) - 1)
        let corner = (column: patch % 24 * 4, row: patch / 24 * 4)
        let painted = (0..<16).count { point in
          picture[corner.column + point % 4, corner.row + point / 4] == object?.paint
        }
        #expect(painted >= 2, "patch \(patch) of \(scene.name)")
      }
      #expect(WorldBackground.allCases[labels.background] == scene.background.color)
      #expect(labels.place[0] == 0 && labels.place[575] == 8 && labels.place[12 * 24 + 12] == 4)
      let seen = Set(labels.color.filter { $0 > 0 })
      #expect(seen.count == scene.objects.count)
    }
  }

  @Test("each character of the board owns two patches, one above the other")
  func boardLabels() throws {
    let scene = try #require(
      (0..<20).lazy.map { Scene(split: .train, index: $0, kind: .image) }.first { $0.board != nil })
    let board = try #require(scene.board)
    let labels = DenseLabels(scene, frame: 0)
    for slot in 1..<DenseLabels.slotClasses {
      let patches = (0..<576).filter { labels.slot[$0] == UInt8(slot) }
      #expect(patches.count == 2 && patches[1] == patches[0] + 24)
      let glyph = board.lines[(slot - 1) / 5][(slot - 1) % 5]
      for patch in patches { #expect(WorldGlyph.allCases[Int(labels.glyph[patch]) - 1] == glyph) }
    }
    #expect(labels.shape.count { Int($0) == DenseLabels.shapeClasses - 1 } == 7 * 8)
  }

  @Test("labels follow the moving object, the flash and the board through a clip")
  func clipLabels() throws {
    let scene = try #require(
      (0..<50).lazy.map { Scene(split: .train, index: $0) }.first {
        $0.mover != nil && $0.board != nil && !$0.flashes.isEmpty
      })
    let board = try #require(scene.board)
    let flash = try #require(scene.flashes.first)
    #expect(DenseLabels(scene, frame: 0).color != DenseLabels(scene, frame: scene.frameCount - 1).color)
    for frame in 0..<scene.frameCount {
      let labels = DenseLabels(scene, frame: frame)
      #expect(labels.glyph.contains { $0 > 0 } == board.frames.contains(frame))
      if flash.frames.contains(frame) { #expect(WorldColor.allCases[labels.flash - 1] == flash.color) }
    }
  }

  @Test("no augmentation changes nothing; the same one twice gives the same noise, as strong as it says")
  func augmentation() {
    let scene = Scene(split: .val, index: 3)
    let renderer = SceneRenderer(scene, side: 96)
    #expect(renderer.frame(9) == renderer.frame(9, augmentation: .none))
    #expect(renderer.frame(9) == scene.frame(9))
    var noise = Augmentation.none
    (noise.noise, noise.seed) = (4, 77)
    #expect(renderer.frame(9, augmentation: noise) == renderer.frame(9, augmentation: noise))
    #expect(renderer.frame(10, augmentation: noise) != renderer.frame(9, augmentation: noise))
    var raster = Raster(
      side: 96,
      background: SceneBackground(color: .gray, paint: RGB(red: 125, green: 125, blue: 125), slopeX: 0, slopeY: 0))
    raster.apply(noise, frame: 0)
    let squares = raster.levels.reduce(0) { $0 + ($1 - 125) * ($1 - 125) }
    #expect(abs((squares / Float(raster.levels.count)).squareRoot() - 4) < 0.1)
    var soft = Augmentation.none
    (soft.softness, soft.blursChroma) = (0.1, true)
    let blurred = renderer.frame(9, augmentation: soft)
    let clean = renderer.frame(9)
    let change = zip(clean.pixels, blurred.pixels).reduce(0) { $0 + Int($1.1) - Int($1.0) }
    #expect(blurred != clean && abs(change) < clean.pixels.count / 2, "a blur moves light, it adds none")
  }

  @Test("a drawing is the same picture at every size", arguments: [96, 144, 192, 240])
  func sizes(side: Int) {
    let scene = Scene(split: .val, index: 8)
    let small = Pooled(scene.frame(20, side: 48), side: 12)
    let other = Pooled(scene.frame(20, side: side), side: 12)
    #expect(zip(small.levels, other.levels).allSatisfy { abs($0 - $1) < 6 })
  }
}
