import Foundation

extension TrainingRecord {
  /// More bytes of `train.jsonl` than these are not read.
  static let largestLog = 1 << 30

  /// Every line of a training's `train.jsonl`, in order; a last line cut off by a kill is left out.
  ///
  /// - Parameter folder: the training's output folder.
  /// - Throws: `TrainError.badLog` for no log, one that is too large, or a line before the last that is no record.
  public static func log(in folder: String) throws(TrainError) -> [TrainingRecord] {
    let path = TrainingFolder(output: folder).logPath
    let data: Data
    do {
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      guard size <= largestLog else {
        throw TrainError.badLog(path: path, reason: "it has \(size) bytes, at most \(largestLog) are read")
      }
      data = try Data(contentsOf: URL(filePath: path))
    } catch let error as TrainError {
      throw error
    } catch {
      throw .badLog(path: path, reason: DataFile.reason(error))
    }
    let lines = data.split(separator: 0x0A)
    let decoder = JSONDecoder()
    var records: [TrainingRecord] = []
    for (number, line) in lines.enumerated() {
      if let record = try? decoder.decode(TrainingRecord.self, from: Data(line)) {
        records.append(record)
      } else if number + 1 < lines.count {
        throw .badLog(path: path, reason: "line \(number + 1) is no record of a step")
      }
    }
    return records
  }
}
