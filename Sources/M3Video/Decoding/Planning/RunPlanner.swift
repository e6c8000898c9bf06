/// Divides wanted frames into runs: stretches of a clip that are decoded in one go, from a key frame on.
struct RunPlanner {
  /// One run.
  struct Run {
    /// Wanted frames that it gives end before this one.
    let end: Int
    /// The packet that decoding begins with.
    let start: Int
    /// The last packet that is needed.
    let last: Int
    /// Nothing is dropped and nothing drained early: the second try.
    var isPlain = false
  }

  let keys: KeyTable
  /// The packet of each wanted frame, in order of presentation.
  let packets: [Int]

  /// The run that begins with wanted frame `first`: as many as are reached without a jump that pays.
  func run(from first: Int, cost: SeekCost) -> Run {
    var last = packets[first]
    var end = first + 1
    while end < packets.count, !cost.isWorthwhile(from: last + 1, to: keys.key(for: packets[end])) {
      last = max(last, packets[end])
      end += 1
    }
    return Run(end: end, start: keys.key(for: packets[first]), last: last)
  }

  /// Everything from wanted frame `first` on, decoded from the start of the file.
  func wholeRun() -> Run { Run(end: packets.count, start: 0, last: packets.max() ?? 0) }

  /// Packets decoded in a run, on average.
  func meanLength(cost: SeekCost) -> Int {
    var runs = 0
    var length = 0
    var next = 0
    while next < packets.count {
      let run = run(from: next, cost: cost)
      runs += 1
      length += run.last - run.start + 1
      next = run.end
    }
    return length / max(1, runs)
  }
}
