import M3Core
import M3Train

/// A recipe that runs in a second or two.
enum SmallRecipe {
  static func recipe(steps: Int = 20) -> Recipe {
    var patches = TrainingStage(name: "patches", data: DataSource(.worldPatches), steps: 3, batch: 2)
    patches.plans = []
    patches.rates = ["vision": 1e-3, "head": 1e-3]
    var clips = TrainingStage(name: "clips", data: DataSource(.worldClips), steps: steps, batch: 2)
    clips.plans = [
      TrainingStage.Plan(frames: 4, scales: [.tokens1, .tokens9]), TrainingStage.Plan(frames: 2, scales: [.tokens36]),
    ]
    clips.data.questions = 3
    clips.data.choiceShare = 0.5
    clips.scaleChoice = .random
    clips.accumulation = 2
    clips.rates = ["vision": 1e-4, "projector": 1e-3, "language": 1e-3]
    clips.warmup = 4
    clips.evaluateEvery = 10
    clips.evaluateScenes = 2
    return Recipe(
      name: "small", seed: 5,
      model: Recipe.Model(
        vision: Recipe.Model.Vision(hidden: 8, layers: 1, heads: 2, mlp: 12, patchSide: 1),
        language: Recipe.Model.Language(hidden: 16, layers: 2, heads: 2, keyValueHeads: 1, mlp: 24, context: 2048)),
      stages: [patches, clips])
  }
}
