import Foundation
import M3Core

/// Reads a plan from a JSON file.
enum SavedPlanFile {
  /// Larger files are refused unread: a plan of 2880 frames is about 200 kB.
  static let largestFile = 16 << 20

  /// - Throws: `SavedPlanError` naming the file and what is wrong with it.
  static func read(_ path: String) throws(SavedPlanError) -> SavedPlan {
    let data: Data
    do {
      let values = try URL(fileURLWithPath: path).resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey])
      guard values.isRegularFile == true else { throw SavedPlanError(path: path, cause: "not a regular file") }
      guard let size = values.fileSize, size <= largestFile else {
        throw SavedPlanError(path: path, cause: "too large for a plan")
      }
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch let error as SavedPlanError {
      throw error
    } catch {
      throw SavedPlanError(path: path, cause: (error as NSError).localizedFailureReason ?? "cannot be read")
    }
    do {
      return try JSONDecoder.m3.decode(SavedPlan.self, from: data)
    } catch let error as CoreError {
      throw SavedPlanError(path: path, cause: error.message)
    } catch let error as DecodingError {
      throw SavedPlanError(path: path, cause: error.plain)
    } catch {
      throw SavedPlanError(path: path, cause: "not valid JSON")
    }
  }
}

/// A plan file cannot be used.
struct SavedPlanError: ExplainedError {
  let path: String
  let cause: String

  var message: String { "\(path.escapedForTerminal): \(cause.escapedForTerminal)" }
  var hint: String? { #"a plan is {"layout": "stream", "frames": [{"time": 1.5, "scale": 144}]}"# }
}

extension DecodingError {
  /// Where and what, without the words of Foundation.
  fileprivate var plain: String {
    func place(_ context: Context) -> String {
      let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
      return path.isEmpty ? "the plan" : path.joined(separator: ".")
    }
    switch self {
    case .keyNotFound(let key, let context): return "\(place(context)) lacks `\(key.stringValue)`"
    case .typeMismatch(_, let context), .valueNotFound(_, let context): return "\(place(context)) is of the wrong type"
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty ? "not valid JSON" : "\(place(context)) is not valid"
    @unknown default: return "not a plan"
    }
  }
}
