import Foundation
import M3Core
import M3Model
import M3TestSupport
import M3Tensor
import M3Text
import Testing

@testable import M3Train

/// What a training leaves behind is a checkpoint like any other.
@Suite(.serialized) struct ResultTests {
  @Test func answersAsItWasTrained() throws {
    let folder = try TemporaryFolder()
    var recipe = SmallRecipe.recipe(steps: 2)
    recipe.model?.optionScoring = .likelihood
    let trainer = try Trainer(recipe, start: nil, output: folder.path("out"), clock: { 0 })
    try trainer.run { _ in }
    let checkpoint = try Checkpoint.open(folder.path("out"))
    #expect(checkpoint.configuration.trainedScales == [.tokens1, .tokens9, .tokens36])
    #expect(checkpoint.configuration.optionScoring == .likelihood)
    #expect(checkpoint.configuration.shape == trainer.model.configuration.shape)

    // The loss of one answer, and what the answering model says of the same tokens.
    let tokenizer = try Tokenizer(path: checkpoint.tokenizerPath)
    let prompt = PromptWriter(tokenizer)
    let segment = try prompt.segment(
      [Conversation.Exchange(question: "what happens?", answer: "the red circle moves left.")], weighting: .token,
      kind: "caption")
    let picture = Picture(width: 24, height: 24, fill: RGB(red: 200, green: 30, blue: 90))
    let sample = TrainingSample(
      crops: [picture], variants: [TrainingSample.Variant(scale: .tokens9, frames: [0, 0])],
      before: try prompt.before(),
      segments: [segment])
    let loss = try trainer.model.run([sample], trained: []).loss.mean

    let model = try MatryoshkaModel(checkpoint)
    let visual = model.encode([picture]).tokens(of: 0, at: .tokens9, by: .average)
    let question = Array(segment.tokens.prefix { _ in true }.prefix(segment.weights.firstIndex { $0 > 0 } ?? 0))
    let answer = Array(segment.tokens.dropFirst(question.count))
    let cache = try model.makeCache(capacity: 200)
    var logits = try model.prefill(
      [.tokens(sample.before), .visual(visual), .visual(visual), .tokens(question)], into: cache)
    var expected = 0.0
    for token in answer {
      expected -= logits.logProbabilities(of: [token], vocabulary: logits.values.count)[0] / Double(answer.count)
      try model.decode(token, cache, into: &logits)
    }
    #expect(abs(loss - expected) < 1e-4, "\(loss), answering \(expected)")
  }

  @Test func goesOnFromAnyCheckpointAndKeepsWhatItDoesNotTrain() throws {
    let folder = try TemporaryFolder()
    var recipe = SmallRecipe.recipe(steps: 1)
    recipe.model = nil
    recipe.stages.removeFirst()
    recipe.stages[0].evaluateScenes = 0
    let start = try Checkpoint.open(Goldens.path("llava15"))
    try Trainer(recipe, start: start, output: folder.path("out"), clock: { 0 }).run { _ in }
    let before = try SafetensorsFile.open(Goldens.path("llava15/model.safetensors"))
    let after = try SafetensorsFile.open(folder.path("out/model.safetensors"))
    #expect(Set(before.tensors.map(\.name)) == Set(after.tensors.map(\.name)))
    for tensor in before.tensors {
      let other = try #require(after[tensor.name])
      #expect(other.shape == tensor.shape)
      let isSame = unsafe tensor.withBytes { old in
        unsafe other.withBytes { new in unsafe old.elementsEqual(new) }
      }
      let isUnused =
        tensor.name.contains("layers.2.") && tensor.name.hasPrefix("vision") || tensor.name.contains("post_")
      #expect(isSame == isUnused || tensor.name.contains("post_attention"), "\(tensor.name)")
    }
    #expect(try Checkpoint.open(folder.path("out")).configuration.shape == start.configuration.shape)
  }
}
