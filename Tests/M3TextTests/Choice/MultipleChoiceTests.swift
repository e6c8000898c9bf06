import M3Text
import Testing

@Suite struct MultipleChoiceTests {
  @Test func question() throws {
    let choice = try MultipleChoice(["dog", "cat"])
    #expect(
      choice.question("What is it?")
        == "What is it?\nA. dog\nB. cat\nAnswer with the option's letter from the given choices directly.")
    #expect(choice.letters == ["A", "B"])
    #expect(try MultipleChoice((0..<26).map(String.init)).letters.last == "Z")
  }

  @Test(arguments: [
    ([], TextError.optionCount(found: 0, legal: 2...26)),
    (["a"], .optionCount(found: 1, legal: 2...26)),
    ((0..<27).map(String.init), .optionCount(found: 27, legal: 2...26)),
    (["a", " "], .emptyOption(index: 1)),
    (["", "a"], .emptyOption(index: 0)),
    (["a", "b", " a\n"], .duplicateOption(text: "a", first: 0, second: 2)),
    (["caf\u{E9}", "cafe\u{301}"], .duplicateOption(text: "caf\u{E9}", first: 0, second: 1)),
  ])
  func refused(options: [String], error: TextError) {
    #expect(throws: error) { try MultipleChoice(options) }
  }

  @Test func duplicatesOfDataSets() throws {
    #expect(try MultipleChoice(["a", "b", "a"], allowingDuplicates: true).options == ["a", "b", "a"])
  }
}
