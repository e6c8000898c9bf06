import M3Core
import Testing

@Suite struct CoreErrorTests {
  static let table: [(CoreError, String, String?)] = [
    (
      .illegalScale(found: 50), "50 is not a scale: a crop can be 1, 4, 9, 16, 36, 64, 144, 576 tokens",
      "M3 models are trained at 1, 9, 36, 144, 576; the others run untrained"
    ),
    (
      .illegalBudget(found: 0), "a budget of 0 visual tokens cannot hold anything",
      "give a budget of at least 1, for instance `--budget 2880`"
    ),
    (.invalidPlan(reason: "it has no frames"), "the plan is not valid: it has no frames", nil),
  ]

  @Test(arguments: table)
  func sentences(error: CoreError, message: String, hint: String?) {
    #expect(error.message == message)
    #expect(error.hint == hint)
    #expect("\(error)" == message)
  }
}
