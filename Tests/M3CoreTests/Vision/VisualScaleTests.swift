import Foundation
import M3Core
import Testing

@Suite struct VisualScaleTests {
  static let legal = [1, 4, 9, 16, 36, 64, 144, 576]

  @Test(arguments: legal)
  func legalScalesPoolWholeWindows(tokens: Int) throws {
    let scale = try VisualScale(tokens: tokens)
    #expect(scale.tokens == tokens)
    #expect(scale.side * scale.side == tokens)
    #expect(scale.side * scale.window == 24)
  }

  @Test func everythingElseIsRefusedWithTheLegalOnes() {
    for tokens in Array(-2...600) + [2880, Int.max, Int.min] where !Self.legal.contains(tokens) {
      #expect(throws: CoreError.illegalScale(found: tokens)) { try VisualScale(tokens: tokens) }
      let message = CoreError.illegalScale(found: tokens).message
      #expect(message == "\(tokens) is not a scale: a crop can be 1, 4, 9, 16, 36, 64, 144, 576 tokens")
    }
  }

  @Test func trainedOnesNest() {
    #expect(VisualScale.trained.map(\.tokens) == [1, 9, 36, 144, 576])
    for (coarse, fine) in zip(VisualScale.trained, VisualScale.trained.dropFirst()) {
      #expect(coarse < fine)
      #expect(coarse.window.isMultiple(of: fine.window))
    }
  }

  @Test func isANumberInJSON() throws {
    #expect(try JSONDecoder().decode([VisualScale].self, from: Data("[1,36]".utf8)) == [.tokens1, .tokens36])
    #expect(try String(decoding: JSONEncoder().encode([VisualScale.tokens144]), as: UTF8.self) == "[144]")
    #expect(throws: CoreError.illegalScale(found: 100)) {
      try JSONDecoder().decode([VisualScale].self, from: Data("[100]".utf8))
    }
  }
}
