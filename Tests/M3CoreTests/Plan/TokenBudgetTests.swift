import M3Core
import Testing

@Suite struct TokenBudgetTests {
  @Test(arguments: [1, 2, 2880, Int.max])
  func anythingPositiveIsABudget(tokens: Int) throws {
    #expect(try TokenBudget(tokens: tokens).tokens == tokens)
  }

  @Test(arguments: [0, -1, Int.min])
  func nothingIsNot(tokens: Int) {
    #expect(throws: CoreError.illegalBudget(found: tokens)) { try TokenBudget(tokens: tokens) }
  }

  @Test func theStandardOneIsFiveFullCrops() {
    #expect(TokenBudget.standard.tokens == 5 * VisualScale.tokens576.tokens)
  }
}
