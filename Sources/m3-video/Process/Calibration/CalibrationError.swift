import M3Core
import M3Planner

/// The calibration cannot be used, or not be kept.
enum CalibrationError: ExplainedError, Equatable {
  case missing
  case unreadable(path: String)
  /// Another version's layout.
  case otherSchema(path: String, found: Int)
  case other(path: String, what: String, found: String, now: String)
  /// It knows the machine, but not with such a model.
  case unmeasured(Unmeasured)
  case noPlace
  case notWritten(path: String)

  var message: String {
    switch self {
    case .missing: "this machine has not been measured"
    case .unreadable(let path): "\(path.escapedForTerminal) is no calibration"
    case .otherSchema(let path, let found):
      """
      \(path.escapedForTerminal) is a calibration of another version of this program (layout \(found), \
      this version reads \(Calibration.currentSchema))
      """
    case .other(_, let what, let found, let now):
      "the last measurement is of other \(what): \(found.escapedForTerminal), not \(now.escapedForTerminal)"
    case .unmeasured(.precision(let name)): "\(name) weights have not been measured at the size of this model"
    case .unmeasured(.keyValues(let name)): "\(name) keys and values have not been measured at the size of this model"
    case .noPlace: "there is no folder for the calibration: neither XDG_CACHE_HOME nor HOME is set to an absolute path"
    case .notWritten(let path): "\(path.escapedForTerminal) cannot be written"
    }
  }

  var hint: String? {
    switch self {
    case .missing, .unreadable, .otherSchema, .other: "run `m3-video bench`"
    case .unmeasured(.precision(let name)): "run `m3-video bench --precision \(name)`"
    case .unmeasured(.keyValues(let name)): "run `m3-video bench --kv-type \(name)`"
    case .noPlace, .notWritten: nil
    }
  }
}
