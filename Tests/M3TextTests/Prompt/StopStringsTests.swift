import M3Text
import Testing

@Suite struct StopStringsTests {
  @Test(arguments: [
    (["###"], ["a", "b###c", "d"], ["a", "b", ""], ""),
    (["###"], ["a#", "#", "b##"], ["a", "", "##b"], "##"),
    (["###"], ["a#", "##", "b"], ["a", "", ""], ""),
    (["###"], ["####x"], [""], ""),
    (["</s>", "\n"], ["x</", "s", ">y"], ["x", "", ""], ""),
    (["</s>", "\n"], ["x</", "s\ny"], ["x", "</s"], ""),
    (["ab", "abc"], ["xabc"], ["x"], ""),
    ([], ["a", "b"], ["a", "b"], ""),
    ([""], ["a"], ["a"], ""),
    (["\u{E9}!"], ["caf\u{E9}", "?"], ["caf", "\u{E9}?"], ""),
  ])
  func streams(stops: [String], input: [String], output: [String], rest: String) {
    var filter = StopStrings(stops)
    #expect(input.map { filter.append($0) } == output)
    #expect(filter.finish() == rest)
  }

  @Test func theCutDoesNotDependOnTheParts() {
    let text = "one ## two #### three ###"
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      var filter = StopStrings(["###"])
      var rest = Substring(text)
      var answer = ""
      while !rest.isEmpty {
        let part = rest.prefix(Int.random(in: 1...4, using: &generator))
        answer += filter.append(String(part))
        rest = rest.dropFirst(part.count)
      }
      answer += filter.finish()
      #expect(answer == "one ## two ")
      #expect(filter.isStopped)
    }
  }
}
