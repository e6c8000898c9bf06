import M3Core

/// Hands out wanted frames one by one, ascending.
protocol FrameReader: AnyObject {
  /// The next frame; nil after the last.
  func next() throws(VideoError) -> Frame?
}

/// A frame that is wanted, and how often.
struct FrameRequest {
  /// Among the shown frames.
  let index: Int
  let repeats: Int

  /// Ascending indices, equal ones gathered.
  static func gather(_ indices: [Int]) -> [FrameRequest] {
    var requests: [FrameRequest] = []
    for index in indices {
      if let last = requests.last, last.index == index {
        requests[requests.count - 1] = FrameRequest(index: index, repeats: last.repeats + 1)
      } else {
        requests.append(FrameRequest(index: index, repeats: 1))
      }
    }
    return requests
  }
}
