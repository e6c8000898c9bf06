/// What a calibration lacks for a model.
public enum Unmeasured: Equatable, Sendable {
  /// Weights of this precision.
  case precision(String)
  /// Keys and values of this type.
  case keyValues(String)
}
