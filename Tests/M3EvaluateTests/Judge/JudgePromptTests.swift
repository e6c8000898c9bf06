import Foundation
import Testing

@testable import M3Evaluate

/// What a judge is told.
@Suite struct JudgePromptTests {
  private let one = JudgePrompt.Case(question: "what {answer}?", answer: "a dog", prediction: "a {question} cat")

  @Test(arguments: JudgeAspect.allCases) func theCaseStandsInThePrompt(aspect: JudgeAspect) {
    let cases = aspect == .consistency ? [one, one] : [one]
    let messages = JudgePrompt.standard.messages(aspect, cases)
    #expect(messages.map(\.role) == ["system", "user"])
    let lines = messages[1].content.split(separator: "\n")
    #expect(lines.contains("Correct Answer: a dog"))
    #expect(lines.contains { $0.hasPrefix("Question") && $0.hasSuffix(": what {answer}?") })
    #expect(lines.contains { $0.hasPrefix("Predicted Answer") && $0.hasSuffix(": a {question} cat") })
    #expect(messages[1].content.contains("'pred'") == (aspect == .match))
    #expect(messages[1].content.contains("'score'"))
  }

  @Test func aspectsDiffer() {
    let texts = JudgeAspect.allCases.map { JudgePrompt.standard.messages($0, [one])[0].content }
    #expect(Set(texts).count == texts.count)
  }

  @Test func aFileTakesTheirPlace() throws {
    let folder = try TemporaryFolder([
      "words.txt": "Be strict.\n---\nQ {question}\nA {answer}\nP {prediction} {other}\n",
      "same.txt": "Be strict.\n---\nQ {question}\nA {answer}\nP {prediction} {other}\n\n",
      "undivided.txt": "Q {question} {answer} {prediction}", "lacking.txt": "Be strict.\n---\n{question} {answer}\n",
      "large.txt": String(repeating: "x", count: 1 << 17),
    ])
    let prompt = try JudgePrompt(file: folder.file("words.txt"))
    let messages = prompt.messages(.match, [one])
    #expect(messages[0].content == "Be strict.")
    #expect(messages[1].content == "Q what {answer}?\nA a dog\nP a {question} cat {other}")
    #expect(prompt.version.hasPrefix("file/") && prompt != .standard)
    #expect(try JudgePrompt(file: folder.file("same.txt")) == prompt)
    for name in ["undivided.txt", "lacking.txt", "large.txt", "absent.txt"] {
      #expect(throws: EvaluateError.self, "\(name)") { try JudgePrompt(file: folder.file(name)) }
    }
  }
}
