import M3Core
import M3Planner

/// What a plan is expected to take, as text for a terminal.
enum ForecastText {
  /// - Parameter reasons: why it is a guess; none when it is none.
  static func text(_ forecast: Forecast, by forecaster: Forecaster, guess reasons: [CalibrationError]) -> String {
    let stages = Stage.allCases.compactMap { stage -> String? in
      let seconds = forecast.seconds[stage]
      return seconds > 0 ? "\(stage.rawValue) \(seconds.asSeconds)" : nil
    }
    let beside = forecast.seconds.overlapped > 0 ? ", reading beside encoding" : ""
    var text = """
      expected here: \(forecast.seconds.total.asSeconds) for an answer of \(Forecaster.answerTokens) tokens \
      (\(stages.joined(separator: ", "))\(beside)), \(ByteSize.text(Int(forecast.bytes))) of memory
      with \(forecaster.held.precision) weights, \(forecaster.held.keyValues) keys and values

      """
    for reason in reasons { text += "a guess: \(reason.message); \(reason.hint ?? "")\n" }
    return text
  }
}

extension Double {
  /// In seconds or milliseconds, with two digits that count.
  var asSeconds: String {
    if self >= 100 { return "\(Int(rounded())) s" }
    if self >= 10 { return "\((self * 10).rounded() / 10) s" }
    if self >= 0.1 { return "\((self * 100).rounded() / 100) s" }
    if self >= 1e-3 { return "\((self * 1e4).rounded() / 10) ms" }
    return "\((self * 1e6).rounded() / 1e3) ms"
  }
}
