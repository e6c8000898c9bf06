import Foundation
import M3Core
import M3Model
import M3TestSupport
import M3Tensor
import Testing

@testable import M3Train

/// A training that is interrupted goes on to the very same losses.
@Suite(.serialized) struct ResumeTests {
  fileprivate struct Killed: Error {}

  /// A clock that counts its readings: no time passes in tests.
  private static func makeClock() -> () -> Double {
    var readings = 0.0
    return {
      readings += 1
      return readings
    }
  }

  /// What the log says, without the time it took.
  private static func log(_ folder: TemporaryFolder) throws -> [TrainingRecord] {
    try String(contentsOfFile: folder.path("out/train.jsonl"), encoding: .utf8).split(separator: "\n").map { line in
      var record = try JSONDecoder().decode(TrainingRecord.self, from: Data(line.utf8))
      record.seconds = 0
      record.tokensPerSecond = nil
      record.gigaflops = nil
      return record
    }
  }

  private static func run(_ folder: TemporaryFolder, stateEvery: Double = 7, until isOver: (TrainingEvent) -> Bool)
    throws
  {
    let trainer = try Trainer(
      SmallRecipe.recipe(), start: nil, output: folder.path("out"), stateEvery: stateEvery, clock: makeClock())
    try trainer.run { if isOver($0) { throw Killed() } }
  }

  private static func isStep(_ event: TrainingEvent, _ stage: String, _ step: Int) -> Bool {
    if case .step(let record, _) = event { return record.stage == stage && record.step == step }
    return false
  }

  /// In a process of its own: other tests change the level of kernels and the number of threads, which change the last
  /// bits.
  @Test func aKillAtAnyMomentChangesNothing() async {
    await #expect(processExitsWith: .success) { try ResumeTests.killAndGoOn() }
  }

  static func killAndGoOn() throws {
    let whole = try TemporaryFolder()
    try run(whole) { _ in false }
    let expected = try log(whole)
    #expect(expected.count == 3 + 20 + 2)

    // Killed: what is on the disk then is all that is left. States are written every few steps.
    let killed = try TemporaryFolder()
    let copy = try TemporaryFolder()
    #expect(throws: Killed.self) {
      try run(killed) { event in
        guard isStep(event, "clips", 8) else { return false }
        try? FileManager.default.copyItem(atPath: killed.path("out"), toPath: copy.path("out"))
        return true
      }
    }
    let handle = try #require(FileHandle(forWritingAtPath: copy.path("out/train.jsonl")))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("{\"stage\":\"clips\",\"st".utf8))  // a line cut off
    try handle.close()
    try run(copy) { _ in false }
    #expect(try log(copy) == expected)

    // Stopped by the user: the state of the last step is kept.
    try run(killed) { _ in false }
    #expect(try log(killed) == expected)
    for name in ["model.safetensors", "config.json", "tokenizer.model"] {
      #expect(
        FileManager.default.contentsEqual(atPath: whole.path("out/\(name)"), andPath: copy.path("out/\(name)")),
        "\(name)")
    }

    // A finished training has nothing left to do.
    try run(whole) { event in
      if case .step = event { return true }
      return false
    }
  }

  /// A recipe that got more stages goes on as if it had had them from the beginning.
  ///
  /// In a process of its own, as above.
  @Test func moreStagesGoOn() async {
    await #expect(processExitsWith: .success) { try ResumeTests.goOnWithMoreStages() }
  }

  static func goOnWithMoreStages() throws {
    let whole = try TemporaryFolder()
    let longer = try TemporaryFolder()
    try run(whole) { _ in false }
    var recipe = try SmallRecipe.recipe()
    let last = recipe.stages.removeLast()
    for stages in [recipe.stages, recipe.stages + [last]] {
      recipe.stages = stages
      try Trainer(recipe, start: nil, output: longer.path("out"), clock: makeClock()).run { _ in }
    }
    #expect(try log(longer) == log(whole))
    #expect(
      FileManager.default.contentsEqual(
        atPath: whole.path("out/model.safetensors"), andPath: longer.path("out/model.safetensors")))
  }

  @Test func anotherRecipeDoesNotGoOn() throws {
    let folder = try TemporaryFolder()
    _ = try Trainer(SmallRecipe.recipe(), start: nil, output: folder.path("out"), clock: { 0 })
    #expect(throws: TrainError.otherTraining(folder: folder.path("out"))) {
      _ = try Trainer(SmallRecipe.recipe(steps: 21), start: nil, output: folder.path("out"), clock: { 0 })
    }
  }

  @Test func aDamagedStateIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(throws: Killed.self) { try Self.run(folder, stateEvery: 0) { Self.isStep($0, "patches", 2) } }
    let path = folder.path("out/training/state.safetensors")
    let bytes = try Data(contentsOf: URL(filePath: path))
    try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
    #expect(throws: TrainError.self) { try Self.run(folder) { _ in false } }
  }

  @Test func valuesThatAreNoNumbersStopItWithTheTensorsName() throws {
    let folder = try TemporaryFolder()
    let trainer = try Trainer(SmallRecipe.recipe(), start: nil, output: folder.path("out"), clock: { 0 })
    let tensor = try #require(trainer.model.parameter("vision_tower.encoder.layers.0.mlp.fc1.weight"))
    trainer.model.weights[tensor.start..<tensor.start + 1] = [.nan]
    #expect(throws: TrainError.notFinite(stage: "patches", step: 1, tensor: "the weight \(tensor.key)")) {
      try trainer.run { _ in }
    }
  }

  @Test func aLossThatGrowsStopsIt() throws {
    let folder = try TemporaryFolder()
    var recipe = SmallRecipe.recipe()
    recipe.stages[0].rates = ["head": 1e4]
    recipe.stages[0].clipping = nil
    let trainer = try Trainer(recipe, start: nil, output: folder.path("out"), clock: { 0 })
    let error = #expect(throws: TrainError.self) { try trainer.run { _ in } }
    guard case .diverged(_, _, _, _, let tensor)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(tensor.hasPrefix("dense_head"))
  }
}
