extension BenchError {
  public var message: String {
    switch self {
    case .noMemory(let what): "there is no memory for \(what)"
    }
  }

  public var hint: String? {
    switch self {
    case .noMemory: "end other programs, and measure again"
    }
  }
}
