/// What is counted while a clip is read, over all its cursors.
final class DecodeLedger {
  var statistics = DecodeStatistics()
  /// Frames handed out with concealed errors.
  private var damaged: Set<Int> = []
  /// Frames asked for that cannot be decoded.
  private var lost: Set<Int> = []

  func noteDamaged(_ frame: Int) {
    damaged.insert(frame)
    statistics.framesDamaged = damaged.count
  }

  func noteLost(_ frame: Int) {
    lost.insert(frame)
    statistics.framesLost = lost.count
  }
}
