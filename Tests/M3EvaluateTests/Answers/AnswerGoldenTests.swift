import Testing

@testable import M3Evaluate

/// Readings and scores against values computed by Python scripts that follow the official ones.
@Suite struct AnswerGoldenTests {
  let golden: Golden

  init() throws { golden = try Golden.file("answers.json") }

  @Test func vqaText() throws {
    for row in golden["vqa_text"].list {
      #expect(VQAText.normalised(row[0].text) == (row[1].text), "of \(row[0].text.debugDescription)")
    }
  }

  @Test func vqaAccuracy() throws {
    for row in golden["vqa_accuracy"].list {
      let score = VQAAccuracy.score(row[0].text, answers: row[1].texts)
      #expect(score.isAbout(row[2].number), "\(row[0].text) among \(row[1].texts)")
    }
  }

  @Test func anls() throws {
    for row in golden["anls"].list {
      let score = ANLS.score(row[0].text, answers: row[1].texts)
      #expect(score.isAbout(row[2].number), "\(row[0].text) among \(row[1].texts)")
    }
  }

  @Test func relaxedAccuracy() throws {
    for row in golden["relaxed"].list {
      let (target, said) = (row[0].text, row[1].text)
      #expect(RelaxedAccuracy.isCorrect(said, answers: [target]) == (row[2].flag), "\(said) for \(target)")
    }
  }

  @Test func popeRule() throws {
    for row in golden["pope"].list {
      #expect(YesNoAnswer.pope(row[0].text) == (row[1].flag), "of \(row[0].text)")
    }
  }

  @Test(arguments: ["", "  ", "...", "?!"]) func popeTakesNothingForAYes(text: String) {
    #expect(YesNoAnswer.pope(text) == nil)
  }

  @Test func mmeRule() throws {
    for row in golden["mme"].list {
      let expected: Bool? = ["yes": true, "no": false][row[1].text]
      #expect(YesNoAnswer.mme(row[0].text) == expected, "of \(row[0].text)")
    }
  }

  @Test func mmmuChoice() throws {
    for row in golden["mmmu_choice"].list {
      let expected = row[2].isNull ? nil : row[2].integer
      let found = MMMUChoice.choice(row[0].text, choices: row[1].texts)
      #expect(found == expected, "of \(row[0].text.debugDescription) among \(row[1].texts)")
    }
  }

  @Test func mmmuNumbers() throws {
    for row in golden["mmmu_numbers"].list {
      #expect(MMMUOpen.numbers(row[0].text) == (row[1].texts), "of \(row[0].text)")
    }
  }

  @Test func mmmuOpen() throws {
    for row in golden["mmmu_open"].list {
      let found = MMMUOpen.isCorrect(row[0].text, answers: row[1].texts)
      #expect(found == (row[2].flag), "of \(row[0].text.debugDescription) for \(row[1].texts)")
    }
  }

  @Test func scienceQARule() throws {
    for row in golden["scienceqa"].list {
      let expected = row[2].isNull ? nil : row[2].integer
      let found = ScienceQAAnswer.choice(row[0].text, choices: row[1].integer)
      #expect(found == expected, "of \(row[0].text) among \(row[1].integer)")
    }
  }

  @Test(arguments: [
    (2.675, 2.67), (2.665, 2.67), (0.125, 0.12), (0.375, 0.38), (1.115, 1.11), (-2.5, -2.5), (1e300, 1e300),
    (3.429, 3.43),
  ])
  func roundsToHundredthsAsPython(value: Double, expected: Double) {
    #expect(PythonNumber.hundredths(value) == expected)
  }

  @Test(arguments: [
    ("  The  Dog. ", "the dog"), ("\"Yes\"", "yes"), ("...", ""), ("a-b", "a-b"), ("*two*", "two"),
  ])
  func plainAnswer(text: String, expected: String) { #expect(PlainAnswer.normalised(text) == expected) }

  @Test(arguments: [
    ("['$6', \"it's\"]", ["$6", "it's"]), ("[]", []), ("['a\\'b', 'c\\n']", ["a'b", "c\n"]),
    ("[\"x\\u00e9\",]", ["x\u{E9}"]),
  ])
  func pythonList(text: String, expected: [String]) { #expect(PythonList.parse(text) == expected) }

  @Test(arguments: ["", "['a'", "[1]", "['a' 'b']", "['a'] x", "['\\x4']"])
  func pythonListRefusesOtherText(text: String) { #expect(PythonList.parse(text) == nil) }
}
