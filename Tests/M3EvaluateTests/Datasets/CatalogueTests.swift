import M3Core
import M3Engine
import Testing

@testable import M3Evaluate

@Suite struct CatalogueTests {
  @Test(arguments: Dataset.all.map(\.name)) func everyDatasetSaysWhatAUserNeeds(name: String) throws {
    let dataset = try Dataset.named(name)
    #expect(!dataset.title.isEmpty && !dataset.source.isEmpty && !dataset.licence.isEmpty)
    #expect(!dataset.mediaFiles.isEmpty && !dataset.metrics.isEmpty)
    #expect(Set(dataset.splits.map(\.name)).count == dataset.splits.count)
    for split in dataset.splits {
      let files = dataset.files.filter { $0.split == split.name }
      #expect(!files.isEmpty, "\(name):\(split.name) has no form")
      #expect(files.allSatisfy { !$0.files.isEmpty })
    }
  }

  @Test func namesAreUnique() { #expect(Set(Dataset.all.map(\.name)).count == Dataset.all.count) }

  @Test func promptsAreThoseOfTheProtocols() {
    let record = QuestionRecord(
      key: "k", dataset: "d", split: "s", media: "m", question: "what is {choices}?", choices: ["a dog", "a cat"])
    #expect(
      PromptForm.igvlmChoice.text(for: record)
        == "Select correct option to answer the question. USER: <image>\nThe provided image arranges keyframes from a "
        + "video in a grid view. Question: what is {choices}? A:a dog. B:a cat. \nSelect the correct answer from the "
        + "options. \nASSISTANT:\nAnswer:")
    #expect(
      PromptForm.igvlmOpen.text(question: "who is it?")
        == "USER: <image>\nThe provided image arranges keyframes from a video in a grid view. Answer concisely with "
        + "overall content and context of the video, highlighting any significant events, characters, or objects that "
        + "appear throughout the frames. Question: who is it?? \nASSISTANT:\nAnswer: In the video,")
    #expect(
      PromptForm.igvlmChoice13B.text(question: "q", choices: ["x", "y"])
        == "USER: <image>\nThe provided image arranges keyframes from a video in a grid view. Question: q?\n A:x. B:y. \n "
        + "Select the correct answer from the options(A,B). \nASSISTANT: \nAnswer:")
    #expect(PromptForm.shortAnswer.text(question: "q") == "q\nAnswer the question using a single word or phrase.")
    #expect(PromptForm.verbatim.text(question: "q\nx") == "q\nx")
    #expect(PromptForm.allCases.count { $0.isComplete } == 3)
  }

  /// Nobody is asked to choose among options that the prompt does not show.
  @Test(arguments: [
    (PromptForm.verbatim, "which?", "which?\nA. a dog\nB. a cat\n\(letterSentence)"),
    (.verbatim, "a dog or a cat?", "a dog or a cat?"),
    (.shortAnswer, "which?", "which?\nA. a dog\nB. a cat\n\(letterSentence)"),
    (.letter, "which?", "which?\nA. a dog\nB. a cat\n\(letterSentence)"),
  ]) func optionsAreShown(form: PromptForm, question: String, text: String) {
    let record = QuestionRecord(
      key: "k", dataset: "d", split: "s", media: "m", question: question, choices: ["a dog", "a cat"])
    #expect(QuestionWording(prompt: form, style: .standard).question(record).question.text == text)
  }

  private static let letterSentence = "Answer with the option's letter from the given choices directly."
}
