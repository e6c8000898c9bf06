import Foundation
import M3Core
import M3TestSupport
import M3Tensor
import Testing

@testable import M3Train

/// Recipes as files, rates along the steps, and what is wrong with either in words.
@Suite struct RecipeTests {
  @Test func theShippedRecipeReads() throws {
    let samples = Goldens.path("").split(separator: "/").dropLast(2).joined(separator: "/")
    let recipe = try Recipe.read("/\(samples)/samples/models/m3-tiny/recipe.json")
    #expect(recipe.scales == VisualScale.trained)
    #expect(recipe.stages.first?.data.isDense == true)
  }

  @Test func aRecipeComesBackFromItsText() throws {
    let recipe = SmallRecipe.recipe()
    let decoded = try JSONDecoder().decode(Recipe.self, from: JSONEncoder().encode(recipe))
    #expect(decoded == recipe)
  }

  @Test func whatIsLeftOutHasItsDefault() throws {
    let stage = try JSONDecoder().decode(
      TrainingStage.self,
      from: Data(#"{"name":"a","data":{"kind":"world-images"},"steps":5,"batch":2,"rates":{"language":1e-3}}"#.utf8))
    #expect(stage.plans == [TrainingStage.Plan(frames: 1, scales: VisualScale.trained)])
    #expect(stage.clipping == 1 && stage.weighting == .question && stage.scaleChoice == .all)
  }

  @Test(arguments: [
    (#"{"name":"a","data":{"kind":"world-images"},"steps":5,"batch":2,"rates":{},"step":4}"#, "unknown key"),
    (#"{"name":"a","data":{"kind":"pictures"},"steps":5,"batch":2,"rates":{}}"#, "data.kind"),
  ])
  func unknownWordsAreRefused(text: String, part: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("r.json", #"{"schema":1,"name":"r","seed":1,"stages":[\#(text)]}"#)
    let error = #expect(throws: TrainError.self) { _ = try Recipe.read(path) }
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }

  /// Something that cannot be, and the field that is named for it.
  struct Mistake: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let make: @Sendable (inout Recipe) -> Void

    init(_ field: String, _ make: @escaping @Sendable (inout Recipe) -> Void) {
      testDescription = field
      self.make = make
    }
  }

  static let mistakes = [
    Mistake("stages[1].rates") { $0.stages[1].rates = [:] },
    Mistake("stages[1].rates") { $0.stages[1].rates = ["head of state": 1] },
    Mistake("stages[1].rates.vision") { $0.stages[1].rates = ["vision": 0] },
    Mistake("stages[1].plans") { $0.stages[1].plans = [] },
    Mistake("stages[1].steps") { $0.stages[1].steps = 0 },
    Mistake("stages[1].accumulation") { $0.stages[1].accumulation = 3 },
    Mistake("stages[0].accumulation") { $0.stages[0].accumulation = 2 },
    Mistake("stages") { $0.stages[1].name = $0.stages[0].name },
    Mistake("schema") { $0.schema = 2 },
    Mistake("model.language.heads") { $0.model?.language.heads = 3 },
    Mistake("model.vision.hidden") { $0.model?.vision.hidden = 0 },
  ]

  @Test(arguments: mistakes) func whatCannotBeIsNamed(mistake: Mistake) {
    var recipe = SmallRecipe.recipe()
    mistake.make(&recipe)
    let error = #expect(throws: TrainError.self) { try recipe.check() }
    guard case .badRecipe(let found, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == mistake.testDescription)
  }

  @Test func ratesRiseHoldAndFall() {
    var stage = TrainingStage(name: "a", data: DataSource(.worldImages), steps: 100, batch: 1)
    stage.warmup = 10
    stage.hold = 0.5
    stage.floor = 0.1
    #expect(abs(stage.rateFactor(at: 0) - 0.1) < 1e-12)
    #expect(stage.rateFactor(at: 9) == 1 && stage.rateFactor(at: 50) == 1)
    #expect(abs(stage.rateFactor(at: 75) - 0.55) < 1e-12)
    #expect(abs(stage.rateFactor(at: 100) - 0.1) < 1e-12)
  }

  @Test(arguments: [
    (TrainError.noMemory(what: "weights"), "there is no memory for weights", true),
    (.notWritten(path: "a\u{1B}", reason: "full"), "a\\u{1B} cannot be written: full", false),
    (.unreadableRecipe(path: "r", reason: "no"), "the recipe r cannot be read: no", false),
    (.badRecipe(field: "steps", reason: "0"), "the recipe's `steps` cannot be used: 0", false),
    (.badData(place: "d, line 2", reason: "no answer"), "d, line 2: no answer", false),
    (.otherTraining(folder: "out"), "out holds a training of another recipe", true),
    (.badState(path: "s", reason: "short"), "the training cannot go on from s: short", true),
    (.badLog(path: "l", reason: "torn"), "l is no log of a training: torn", true),
    (
      .notFinite(stage: "clips", step: 7, tensor: "the weight w"),
      "step 7 of stage clips: the weight w holds values that are no numbers", true
    ),
    (
      .diverged(stage: "clips", step: 7, loss: 40, first: 2, tensor: "w"),
      "step 7 of stage clips: the loss has grown from 2.0 to 40.0; w has the largest gradient for its size", true
    ),
    (.tensors(.openBLASMissing(reason: "no")), TensorError.openBLASMissing(reason: "no").message, true),
  ])
  func messages(error: TrainError, message: String, hasHint: Bool) {
    #expect(error.message == message)
    #expect((error.hint != nil) == hasHint)
  }
}
