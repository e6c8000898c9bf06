extension Scene {
  /// What decides a frame's pixels, apart from noise: two frames of a scene with equal states look the same.
  public struct State: Hashable, Sendable {
    /// Of the moving object; 0 when nothing moves.
    public let step: Int
    public let flash: WorldColor?
    public let showsBoard: Bool
  }

  /// The state of a frame.
  public func state(_ frame: Int) -> State {
    State(step: mover == nil ? 0 : step(frame), flash: flash(at: frame)?.color, showsBoard: board(at: frame) != nil)
  }

  /// For each frame the number of its state, counted in order of first appearance, and one frame of each state.
  ///
  /// A trainer encodes `representatives` once and looks the other frames up.
  public func distinctStates() -> (states: [Int], representatives: [Int]) {
    var numbers: [State: Int] = [:]
    var representatives: [Int] = []
    let states = (0..<frameCount).map { frame in
      let state = state(frame)
      if let known = numbers[state] { return known }
      let number = representatives.count
      numbers[state] = number
      representatives.append(frame)
      return number
    }
    return (states, representatives)
  }
}
