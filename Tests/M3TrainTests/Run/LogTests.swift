import Foundation
import M3TestSupport
import Testing

@testable import M3Train

/// train.jsonl read back.
@Suite struct LogTests {
  private let line =
    "{\"accuracies\":{},\"crops\":8,\"isHeldOut\":false,\"loss\":2.5,\"losses\":{\"1x9\":2.5},\"seconds\":1,\"stage\":\"images\",\"step\":1,\"tokens\":40}\n"

  @Test(arguments: [("", 1), ("{\"stage\":\"ima", 1), ("\n", 1)])
  func aTornLastLineIsLeftOut(end: String, count: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("train.jsonl", line + end)
    let records = try TrainingRecord.log(in: folder.path)
    #expect(records.count == count && records.first?.losses == ["1x9": 2.5])
  }

  @Test func rubbishIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(throws: TrainError.self) { try TrainingRecord.log(in: folder.path) }
    try folder.write("train.jsonl", "rubbish\n" + line)
    #expect(throws: TrainError.badLog(path: folder.path("train.jsonl"), reason: "line 1 is no record of a step")) {
      try TrainingRecord.log(in: folder.path)
    }
  }
}
