import M3Text
import Testing

@Suite struct ChoiceParserTests {
  /// Five options; nil is unparsed.
  @Test(arguments: [
    ("A", 0), ("A.", 0), ("(A)", 0), ("A) a dog", 0), ("Answer: A", 0), ("The answer is A.", 0), (" B\n", 1),
    ("[C]", 2), ("**D**", 3), ("**Answer:** E", 4), ("\"B\"", 1), ("'B'", 1), ("`C`.", 2), ("B:", 1), ("B: a dog", 1),
    ("B. A dog runs", 1), ("B, because it barks", 1), ("B because it barks", 1), ("C - the dog", 2), ("C\nThe dog.", 2),
    ("answer is (C)", 2), ("The correct answer is (B) two dogs", 1), ("The best choice is: D", 3), ("ANSWER: D", 3),
    ("Option B", 1), ("Option B is correct.", 1), ("B is the correct answer.", 1), ("The answer is option E.", 4),
    ("The answer would be C.", 2), ("The man runs. The answer is B.", 1), ("A. The answer is A.", 0),
    ("Answer:\nA", 0), ("Answer:A", 0), ("The correct option is \u{201C}B\u{201D}.", 1), ("A is right", 0),
    ("B. It isn't clear, but I think so.", 1), ("D; vitamin D", 3), ("The answer is A: a dog", 0), ("(A) A dog", 0),
  ])
  func strict(answer: String, option: Int) {
    #expect(ChoiceParser.strict.parse(answer, optionCount: 5) == .option(option))
  }

  @Test(arguments: [
    ("", ParsedChoice.Failure.noLetter), (" ", .noLetter), ("a", .noLetter), ("(b)", .noLetter), ("a dog", .noLetter),
    ("A dog runs", .noLetter), ("The answer is A dog", .noLetter), ("F", .noLetter), ("Apple", .noLetter),
    ("C++", .noLetter), ("C#", .noLetter), ("A-frame", .noLetter), ("A's", .noLetter), ("2B", .noLetter),
    ("\u{410}", .noLetter), ("None of these", .noLetter),
    ("A or B", .severalLetters([0, 1])), ("A and B", .severalLetters([0, 1])), ("A, B", .severalLetters([0, 1])),
    ("A/B", .severalLetters([0, 1])), ("A B", .severalLetters([0, 1])),
    ("A: no. The answer is C: yes", .severalLetters([0, 2])),
    ("B) no, A) yes", .severalLetters([0, 1])), ("A. a dog\nB. a cat", .severalLetters([0, 1])),
    ("The answer is not B but C", .severalLetters([1, 2])), ("E. (D)", .severalLetters([3, 4])),
    ("Because A", .letterNotStated(0)), ("I think it is B.", .letterNotStated(1)),
    ("The answer is not B.", .letterNotStated(1)), ("It isn't option B.", .letterNotStated(1)),
    ("The answer isn't B", .letterNotStated(1)), ("That is no answer: C", .letterNotStated(2)),
    ("The answer is B dog", .letterNotStated(1)), ("B is wrong", .letterNotStated(1)),
    ("Vitamin C.", .letterNotStated(2)),
    ("There is no answer. B", .letterNotStated(1)), ("B dogs run", .letterNotStated(1)),
    ("A or F", .letterNotStated(0)),
  ])
  func strictRefuses(answer: String, failure: ParsedChoice.Failure) {
    #expect(ChoiceParser.strict.parse(answer, optionCount: 5) == .unparsed(failure))
  }

  @Test func strictKnowsHowManyOptionsThereAre() {
    #expect(ChoiceParser.strict.parse("C", optionCount: 2) == .unparsed(.noLetter))
    #expect(ChoiceParser.strict.parse("Z.", optionCount: 26) == .option(25))
    #expect(ChoiceParser.strict.parse("I", optionCount: 26) == .option(8))
    #expect(ChoiceParser.strict.parse("I think B.", optionCount: 26) == .unparsed(.letterNotStated(1)))
    #expect(ChoiceParser.strict.parse("I. the dog", optionCount: 26) == .option(8))
  }

  /// Reference function run (evaluation/direct_answer_eval.py); nil is no option.
  @Test(
    arguments: [
      ("A", 0), ("B. a dog", 1), ("(D)", 3), ("The answer is B", nil), ("The answer is B: dog", 1),
      ("The answer is (C)", 2), ("A dog B: cat", 1), ("B: x A: y", 0), ("answer is B) no, A) yes", 0), ("a", nil),
      ("  B", nil), ("Because A", 1), ("Answer: C", 0), ("A: no. The answer is C: yes", 2), ("DVD: player", 3),
      ("C) foo E) bar", 2), ("", nil), ("A: x. answer isn't B: y. The answer is z", 1), ("E:\u{301}", 4),
      ("\u{C4}", nil), ("A\u{301}", 0),
    ] as [(String, Int?)])
  func igvlm(answer: String, option: Int?) {
    #expect(
      ChoiceParser.igvlm.parse(answer, optionCount: 5) == (option.map { .option($0) } ?? .unparsed(.noLetter)))
  }

  @Test func igvlmLettersBeyondTheOptions() {
    #expect(ChoiceParser.igvlm.parse("E", optionCount: 4) == .unparsed(.noLetter))
  }

  @Test(arguments: ChoiceParser.allCases)
  func missingAnswers(parser: ChoiceParser) throws {
    #expect(parser.parse(nil, optionCount: 4) == .unparsed(.noLetter))
    #expect(try ChoiceParser(name: parser.rawValue) == parser)
  }

  @Test func unknownNames() {
    #expect(throws: TextError.unknownParser(name: "lenient")) { try ChoiceParser(name: "lenient") }
  }

  /// No text makes a parser trap, however odd.
  @Test func anyText() {
    var generator = SeededGenerator(seed: 9)
    let parts = [
      "A", "B", " ", "is", "answer", ":", "(", ")", "'", "n't", "\n", "*", "\u{301}", "not", "-", "the", "\u{2019}",
    ]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0...8, using: &generator)).map { _ in parts.randomElement(using: &generator) ?? ""
      }.joined()
      for parser in ChoiceParser.allCases {
        if case .option(let option) = parser.parse(text, optionCount: 2) { #expect((0..<2).contains(option)) }
      }
    }
  }
}
